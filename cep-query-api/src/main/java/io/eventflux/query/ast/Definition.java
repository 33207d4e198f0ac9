package io.eventflux.query.ast;

import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that gives something a name. */
public sealed interface Definition extends Statement {
  /**
   * The name that is defined.
   *
   * @return the name after the keyword
   */
  Name name();

  /**
   * The annotations in front of the definition.
   *
   * @return in text order
   */
  List<Annotation> annotations();

  /**
   * What an earlier definition of the name means.
   *
   * @return the word in the text, {@code NEW} if there is none
   */
  Existence existence();

  /**
   * {@code define stream} or {@code CREATE STREAM}.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the stream
   * @param columns in text order
   * @param watermarks event time; more than one is an error that the binder reports
   * @param options of {@code WITH}
   * @param span where it stands
   */
  record Stream(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      List<Column> columns,
      List<Watermark> watermarks,
      List<Option> options,
      Span span)
      implements Definition {
    /** Copies the lists and checks what they must hold. */
    public Stream {
      annotations = List.copyOf(annotations);
      columns = Require.some(columns, "a definition has at least one column");
      watermarks = List.copyOf(watermarks);
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStream(this);
    }
  }

  /**
   * {@code define table} or {@code CREATE TABLE}. {@code @PrimaryKey} and {@code @Index} are among
   * the keys, not among the annotations.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the table
   * @param columns in text order
   * @param keys primary keys and indexes, however they were written; they are ordered by kind
   * @param options of {@code WITH}
   * @param span where it stands
   */
  record Table(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      List<Column> columns,
      List<TableKey> keys,
      List<Option> options,
      Span span)
      implements Definition {
    /** Copies the lists and checks what they must hold. */
    public Table {
      annotations = List.copyOf(annotations);
      columns = Require.some(columns, "a definition has at least one column");
      keys = keys.stream().sorted(Comparator.comparing(TableKey::kind)).toList();
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTable(this);
    }
  }

  /**
   * {@code define window W (..) length(50) output all events}: a window that queries share.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the window
   * @param columns in text order
   * @param window what it keeps
   * @param output what its readers see; {@code ALL} if not said
   * @param options of {@code WITH}
   * @param span where it stands
   */
  record Window(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      List<Column> columns,
      Handler.Window window,
      EventKind output,
      List<Option> options,
      Span span)
      implements Definition {
    /** Copies the lists and checks what they must hold. */
    public Window {
      annotations = List.copyOf(annotations);
      columns = Require.some(columns, "a definition has at least one column");
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWindow(this);
    }
  }

  /**
   * {@code define trigger T at ..}.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the trigger
   * @param firing when it fires
   * @param span where it stands
   */
  record Trigger(
      List<Annotation> annotations, Existence existence, Name name, Firing firing, Span span)
      implements Definition {
    /** Copies the list. */
    public Trigger {
      annotations = List.copyOf(annotations);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTrigger(this);
    }
  }

  /**
   * {@code CREATE STREAM S AS SELECT ..}: a stream and the query that fills it.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the stream
   * @param options options of {@code WITH}
   * @param query what fills it
   * @param span where it stands
   */
  record StreamFromQuery(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      List<Option> options,
      SelectQuery query,
      Span span)
      implements Definition {
    /** Copies the lists. */
    public StreamFromQuery {
      annotations = List.copyOf(annotations);
      options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStreamFromQuery(this);
    }
  }

  /**
   * {@code define function f[js] return double { .. }} or {@code CREATE FUNCTION f(x DOUBLE)
   * RETURNS DOUBLE LANGUAGE js AS '..'}.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the function
   * @param language the language of the body
   * @param parameters names and types of the arguments; null for any number of any type
   * @param returnType the type of the result
   * @param body the text of the function as written
   * @param span where it stands
   */
  record Function(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      Name language,
      @Nullable List<TypeName.Field> parameters,
      TypeName returnType,
      String body,
      Span span)
      implements Definition {
    /** Copies the lists and checks what they must hold. */
    public Function {
      annotations = List.copyOf(annotations);
      parameters = parameters == null ? null : List.copyOf(parameters);
      if (parameters != null) {
        Require.text(body);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunction(this);
    }
  }

  /**
   * {@code define aggregation A from .. select .. group by .. aggregate by ts every sec...day}.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the aggregation
   * @param block what is aggregated; without {@code HAVING} and {@code WINDOW}
   * @param timeColumn the column after {@code AGGREGATE BY}; null for the time of the event
   * @param granularities the two ends of a range, or the units of a list; at least one
   * @param isRange true if all units between the two are meant
   * @param span where it stands
   */
  record Aggregation(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      SelectBody.Block block,
      @Nullable Name timeColumn,
      List<Granularity> granularities,
      boolean isRange,
      Span span)
      implements Definition {
    /** Copies the lists and checks what they must hold. */
    public Aggregation {
      annotations = List.copyOf(annotations);
      granularities = List.copyOf(granularities);
      if (granularities.isEmpty() || (isRange && granularities.size() != 2)) {
        throw new IllegalArgumentException("a range has two ends, a list at least one unit");
      }
      Require.that(
          block.having() == null && block.windows().isEmpty(),
          "an aggregation has no HAVING and no WINDOW");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAggregation(this);
    }
  }

  /**
   * A unit of time that an aggregation keeps.
   *
   * @param unit the unit
   * @param span where its word stands
   */
  record Granularity(DurationUnit unit, Span span) implements Node {}

  /**
   * {@code CREATE VIEW V [(columns)] AS SELECT ..}.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the view
   * @param columns new names of its columns; empty to keep them
   * @param query what it stands for
   * @param span where it stands
   */
  record View(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      List<Name> columns,
      SelectQuery query,
      Span span)
      implements Definition {
    /** Copies the lists. */
    public View {
      annotations = List.copyOf(annotations);
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitView(this);
    }
  }

  /**
   * {@code CREATE INDEX i ON T (columns)}.
   *
   * @param annotations in front of the definition, in text order
   * @param existence what an earlier definition of the name means
   * @param name the index
   * @param table the table
   * @param columns its columns, at least one
   * @param span where it stands
   */
  record Index(
      List<Annotation> annotations,
      Existence existence,
      Name name,
      Name table,
      List<Name> columns,
      Span span)
      implements Definition {
    /** Copies the lists and checks what they must hold. */
    public Index {
      annotations = List.copyOf(annotations);
      columns = Require.some(columns, "an index has at least one column");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIndex(this);
    }
  }

  /**
   * One column of a definition.
   *
   * @param name the column
   * @param type its type
   * @param notNull true for {@code NOT NULL}; a column of a primary key is not marked
   * @param defaultValue the constant after {@code DEFAULT}; null if there is none
   * @param span where it stands
   */
  record Column(
      Name name, TypeName type, boolean notNull, @Nullable Literal defaultValue, Span span)
      implements Node {}

  /**
   * {@code WATERMARK FOR column AS expression}: the column is the event time.
   *
   * @param column the time column
   * @param expression the watermark after a row
   * @param span where it stands
   */
  record Watermark(Name column, Expression expression, Span span) implements Node {}

  /**
   * A primary key or an index.
   *
   * @param kind which of them
   * @param columns its columns, at least one
   * @param span where it stands
   */
  record TableKey(KeyKind kind, List<Name> columns, Span span) implements Node {
    /** Copies the list and checks that it holds what it must. */
    public TableKey {
      columns = Require.some(columns, "a key has at least one column");
    }
  }

  /**
   * When a trigger fires.
   *
   * @param kind the way its times are given
   * @param interval the time between events, for {@code EVERY} only
   * @param cron the cron text, for {@code CRON} only
   * @param span where it stands
   */
  record Firing(FiringKind kind, @Nullable Expression interval, @Nullable String cron, Span span)
      implements Node {
    /** Checks the parts. */
    public Firing {
      Require.that(
          (kind == FiringKind.EVERY) == (interval != null)
              && (kind == FiringKind.CRON) == (cron != null),
          "an interval belongs to EVERY, a cron text to CRON");
      Require.duration(interval);
      if (cron != null) {
        Require.text(cron);
      }
    }
  }

  /** What an earlier definition of the same name means. */
  enum Existence {
    /** It is an error, unless both say the same. */
    NEW,
    /** {@code OR REPLACE}: it is replaced. */
    REPLACE,
    /** {@code IF NOT EXISTS}: it is kept. */
    KEEP
  }

  /** What a {@link TableKey} is. */
  enum KeyKind {
    /** {@code @PrimaryKey}: at most one row per value, NULL is a value. */
    PRIMARY_NULLABLE,
    /** {@code PRIMARY KEY}: at most one row per value, NULL is refused. */
    PRIMARY,
    /** An index. */
    INDEX
  }

  /** How the times of a {@link Firing} are given. */
  enum FiringKind {
    /** Once, at the start of the app. */
    START,
    /** Again and again after an interval. */
    EVERY,
    /** By a cron text. */
    CRON
  }
}
