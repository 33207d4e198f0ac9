package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query reads. */
public sealed interface Source extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One stream, table, named window, trigger or view, with filters, functions and at most one
   * window (the binder counts). A SQL {@code WINDOW} clause is the last handler.
   *
   * @param stream what is read
   * @param handlers in the order in which they act
   * @param alias the name after {@code AS}; null if there is none
   * @param span where it stands
   */
  record Stream(StreamName stream, List<Handler> handlers, @Nullable Name alias, Span span)
      implements Source {
    /** Copies the list. */
    public Stream {
      handlers = List.copyOf(handlers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStream(this);
    }
  }

  /**
   * A window table function: {@code TABLE(TUMBLE(TABLE Ride, DESCRIPTOR(ts), INTERVAL '1'
   * MINUTE))}, also without {@code TABLE( )} and with named arguments. Whether the name is one the
   * engine knows is the binder's to say.
   *
   * @param function {@code TUMBLE}, {@code HOP}, ... as written
   * @param input the stream after {@code TABLE}
   * @param partitionBy keys after {@code PARTITION BY}; empty if there are none
   * @param timeColumn the column in {@code DESCRIPTOR}; null for {@code DESCRIPTOR(PROCTIME())}
   * @param arguments the durations behind the descriptor, in text order
   * @param handlers filters and functions behind it, in the order in which they act
   * @param alias the name after {@code AS}; null if there is none
   * @param span where it stands
   */
  record WindowTable(
      Name function,
      Name input,
      List<Expression> partitionBy,
      @Nullable Name timeColumn,
      List<Argument> arguments,
      List<Handler> handlers,
      @Nullable Name alias,
      Span span)
      implements Source {
    /** Copies the lists. */
    public WindowTable {
      partitionBy = List.copyOf(partitionBy);
      arguments = List.copyOf(arguments);
      handlers = List.copyOf(handlers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWindowTable(this);
    }
  }

  /**
   * {@code (SELECT ..) AS s}, {@code (VALUES (1), (2)) AS v (x)}.
   *
   * @param isLateral true if it may use columns of the sources before it: {@code LATERAL}
   * @param query what gives the rows
   * @param handlers filters, functions and windows behind it, in the order in which they act
   * @param alias the name after {@code AS}; null if there is none
   * @param columns new names of its columns, behind the alias; empty to keep them
   * @param span where it stands
   */
  record SubQuery(
      boolean isLateral,
      SelectQuery query,
      List<Handler> handlers,
      @Nullable Name alias,
      List<Name> columns,
      Span span)
      implements Source {
    /** Copies the lists and checks what they must hold. */
    public SubQuery {
      handlers = List.copyOf(handlers);
      columns = List.copyOf(columns);
      if (alias == null && !columns.isEmpty()) {
        throw new IllegalArgumentException("names of columns stand behind an alias");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSubQuery(this);
    }
  }

  /**
   * {@code UNNEST(array) [WITH ORDINALITY] AS t (x)}: a row per element.
   *
   * @param value an array or a map
   * @param hasOrdinality true if a column counts the elements, from 1
   * @param handlers filters, functions and windows behind it, in the order in which they act
   * @param alias the name after {@code AS}; null if there is none
   * @param columns names of its columns, behind the alias; empty if not said
   * @param span where it stands
   */
  record Unnest(
      Expression value,
      boolean hasOrdinality,
      List<Handler> handlers,
      @Nullable Name alias,
      List<Name> columns,
      Span span)
      implements Source {
    /** Copies the lists and checks what they must hold. */
    public Unnest {
      handlers = List.copyOf(handlers);
      columns = List.copyOf(columns);
      if (alias == null && !columns.isEmpty()) {
        throw new IllegalArgumentException("names of columns stand behind an alias");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUnnest(this);
    }
  }

  /**
   * {@code S MATCH_RECOGNIZE (..)}.
   *
   * @param input a {@link Stream} or a {@link SubQuery}, without handlers and alias
   * @param partitionBy keys; empty if there are none
   * @param orderBy sort keys; empty if there are none
   * @param measures the columns of a match; empty if there are none
   * @param rowsPerMatch what a match gives; {@code ONE} if not said
   * @param skip where the search goes on
   * @param pattern what rows must follow each other
   * @param within how long a match may take; null if there is no limit
   * @param subsets unions of variables; empty if there are none
   * @param definitions the conditions of the variables; a variable without one takes any row
   * @param handlers filters, functions and windows behind it, in the order in which they act
   * @param alias the name after {@code AS}; null if there is none
   * @param span where it stands
   */
  record MatchRecognize(
      Source input,
      List<Expression> partitionBy,
      List<SortItem> orderBy,
      List<Measure> measures,
      RowsPerMatch rowsPerMatch,
      Skip skip,
      RowPattern pattern,
      @Nullable Expression within,
      List<Subset> subsets,
      List<VariableDefinition> definitions,
      List<Handler> handlers,
      @Nullable Name alias,
      Span span)
      implements Source {
    /** Copies the lists and checks what they must hold. */
    public MatchRecognize {
      partitionBy = List.copyOf(partitionBy);
      orderBy = List.copyOf(orderBy);
      measures = List.copyOf(measures);
      subsets = List.copyOf(subsets);
      definitions = List.copyOf(definitions);
      handlers = List.copyOf(handlers);
      boolean isPlain =
          (input instanceof Stream stream && stream.handlers().isEmpty() && stream.alias() == null)
              || (input instanceof SubQuery query
                  && query.handlers().isEmpty()
                  && query.alias() == null);
      Require.that(
          isPlain, "MATCH_RECOGNIZE reads a stream or a sub-query, without filters and alias");
      Require.duration(within);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMatchRecognize(this);
    }
  }

  /**
   * {@code expression AS name} of {@code MEASURES}.
   *
   * @param value what is computed
   * @param alias its name
   * @param span where it stands
   */
  record Measure(Expression value, Name alias, Span span) implements Node {}

  /**
   * {@code name = (a, b)} of {@code SUBSET}.
   *
   * @param name the union
   * @param variables its parts, at least one
   * @param span where it stands
   */
  record Subset(Name name, List<Name> variables, Span span) implements Node {
    /** Copies the lists and checks what they must hold. */
    public Subset {
      variables = Require.some(variables, "a subset has at least one variable");
    }
  }

  /**
   * {@code name AS condition} of {@code DEFINE}.
   *
   * @param name the variable
   * @param condition which rows it takes
   * @param span where it stands
   */
  record VariableDefinition(Name name, Expression condition, Span span) implements Node {}

  /**
   * {@code AFTER MATCH SKIP ..}.
   *
   * @param kind the rule; {@code PAST_LAST_ROW} if not said
   * @param variable the variable for {@code TO_FIRST} and {@code TO_LAST}; null for the others
   * @param span where it stands
   */
  record Skip(SkipKind kind, @Nullable Name variable, Span span) implements Node {
    /** Checks the parts. */
    public Skip {
      boolean needsVariable = kind == SkipKind.TO_FIRST || kind == SkipKind.TO_LAST;
      if (needsVariable != (variable != null)) {
        throw new IllegalArgumentException("a variable belongs to TO FIRST and TO LAST");
      }
    }
  }

  /**
   * {@code source WITHIN start, end PER granularity}: the read of an aggregation, alone or in a
   * join.
   *
   * @param source a {@link Stream} or a {@link Join}
   * @param within one value (a period) or two (start and end); empty for all there is
   * @param per the granularity; null if not said
   * @param span where it stands
   */
  record AggregationRead(
      Source source, List<Expression> within, @Nullable Expression per, Span span)
      implements Source {
    /** Copies the lists and checks what they must hold. */
    public AggregationRead {
      within = List.copyOf(within);
      if (within.size() > 2 || (within.isEmpty() && per == null)) {
        throw new IllegalArgumentException("WITHIN has one or two values");
      }
      Require.that(
          !(source instanceof Pattern || source instanceof AggregationRead),
          "WITHIN and PER stand behind streams and joins");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAggregationRead(this);
    }
  }

  /**
   * Two or more sources, joined from left to right. Flat.
   *
   * @param first the leftmost source
   * @param steps the others, at least one
   * @param span where it stands
   */
  record Join(JoinSide first, List<JoinStep> steps, Span span) implements Source {
    /** Copies the list and checks that it holds what it must. */
    public Join {
      steps = Require.some(steps, "a join has at least two sources");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitJoin(this);
    }
  }

  /**
   * One source of a join.
   *
   * @param source anything but a join, a pattern or an {@link AggregationRead}
   * @param unidirectional true if only this side may trigger
   * @param asOf the time after {@code FOR SYSTEM_TIME AS OF}; null if there is none
   * @param span where it stands
   */
  record JoinSide(Source source, boolean unidirectional, @Nullable Expression asOf, Span span)
      implements Node {
    /** Checks what is joined. */
    public JoinSide {
      Require.that(
          !(source instanceof Join
              || source instanceof Pattern
              || source instanceof AggregationRead),
          "a join is made of streams, tables and sub-queries");
    }
  }

  /**
   * One more source with the way it is joined.
   *
   * @param kind how rows without partner are treated
   * @param side the source to the right
   * @param on the condition; null for none
   * @param using columns of {@code USING}; empty if there are none
   * @param span where it stands
   */
  record JoinStep(
      JoinKind kind, JoinSide side, @Nullable Expression on, List<Name> using, Span span)
      implements Node {
    /** Copies the list and checks that it holds what it must. */
    public JoinStep {
      using = List.copyOf(using);
      Require.that(on == null || using.isEmpty(), "a join has ON or USING");
    }
  }

  /**
   * A pattern or a sequence of events.
   *
   * @param mode whether other events may lie between
   * @param dialect {@link Dialect#SQL} for {@code PATTERN (..)} and {@code SEQUENCE (..)}; a
   *     classic sequence without {@code every} starts once only
   * @param root what must happen
   * @param within the limit of a match; null if there is none
   * @param alias the name after {@code AS}; null if there is none
   * @param partitionBy keys with their own runs; empty if there are none
   * @param span where it stands
   */
  record Pattern(
      PatternMode mode,
      Dialect dialect,
      PatternStep root,
      @Nullable Within within,
      @Nullable Name alias,
      List<Name> partitionBy,
      Span span)
      implements Source {
    /** Copies the list and checks that it holds what it must. */
    public Pattern {
      partitionBy = List.copyOf(partitionBy);
      Require.that(
          dialect == Dialect.SQL || (alias == null && partitionBy.isEmpty()),
          "a classic pattern has no alias and no PARTITION BY");
      Require.that(
          dialect == Dialect.SQL
              || !(root instanceof PatternStep.Element element
                  && element.alias() == null
                  && element.count() == null
                  && within == null),
          "a classic pattern of one event needs a name, a count or a limit, else it is a stream");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPattern(this);
    }
  }

  /**
   * How long a match may take.
   *
   * @param limit a duration, or a count of events
   * @param events true if the limit is a count of events
   * @param span where it stands
   */
  record Within(Expression limit, boolean events, Span span) implements Node {
    /** Checks the limit. */
    public Within {
      Require.durationOrCount(limit, events);
    }
  }

  /** What a match of {@code MATCH_RECOGNIZE} gives. */
  enum RowsPerMatch {
    /** One row. */
    ONE,
    /** Its rows, and one for a match without rows: {@code ALL ROWS PER MATCH}. */
    ALL_SHOW_EMPTY,
    /** Its rows, and nothing for a match without rows. */
    ALL_OMIT_EMPTY,
    /** Its rows, and the rows that are part of no match. */
    ALL_WITH_UNMATCHED
  }

  /** Where the search for the next match starts. */
  enum SkipKind {
    /** Behind the match. */
    PAST_LAST_ROW,
    /** Behind the first row of the match. */
    TO_NEXT_ROW,
    /** At the first row of a variable. */
    TO_FIRST,
    /** At the last row of a variable; also {@code TO} without a word. */
    TO_LAST
  }

  /** How rows without a partner are treated. */
  enum JoinKind {
    /** Dropped. */
    INNER,
    /** Kept if they come from the left. */
    LEFT,
    /** Kept if they come from the right. */
    RIGHT,
    /** Kept. */
    FULL,
    /** Every pair: {@code CROSS JOIN}, or a comma. */
    CROSS
  }

  /** Whether other events may lie between two elements. */
  enum PatternMode {
    /** Any events may lie between: {@code ->}. */
    PATTERN,
    /** No event of a mentioned stream may lie between: a comma, or {@code SEQUENCE (..)}. */
    SEQUENCE
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A single stream.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitStream(Stream source);

    /**
     * A window table function.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitWindowTable(WindowTable source);

    /**
     * A query in parentheses.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitSubQuery(SubQuery source);

    /**
     * The elements of a value.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitUnnest(Unnest source);

    /**
     * Matches of a row pattern.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitMatchRecognize(MatchRecognize source);

    /**
     * The read of an aggregation.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitAggregationRead(AggregationRead source);

    /**
     * A join.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitJoin(Join source);

    /**
     * A pattern or sequence.
     *
     * @param source the node
     * @return the visitor's answer
     */
    R visitPattern(Pattern source);
  }
}
