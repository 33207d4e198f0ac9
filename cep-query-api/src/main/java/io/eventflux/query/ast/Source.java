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
   * @param alias the name after {@code AS}; null if there is none
   * @param span where it stands
   */
  record WindowTable(
      Name function,
      Name input,
      List<Expression> partitionBy,
      @Nullable Name timeColumn,
      List<Argument> arguments,
      @Nullable Name alias,
      Span span)
      implements Source {
    /** Copies the lists. */
    public WindowTable {
      partitionBy = List.copyOf(partitionBy);
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWindowTable(this);
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
    /** Copies the list. */
    public Join {
      steps = List.copyOf(steps);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitJoin(this);
    }
  }

  /**
   * One source of a join.
   *
   * @param source a {@link Stream} or a {@link WindowTable}
   * @param unidirectional true if only this side may trigger
   * @param asOf the time after {@code FOR SYSTEM_TIME AS OF}; null if there is none
   * @param span where it stands
   */
  record JoinSide(Source source, boolean unidirectional, @Nullable Expression asOf, Span span)
      implements Node {}

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
    /** Copies the list. */
    public JoinStep {
      using = List.copyOf(using);
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
    /** Copies the list. */
    public Pattern {
      partitionBy = List.copyOf(partitionBy);
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
  record Within(Expression limit, boolean events, Span span) implements Node {}

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
