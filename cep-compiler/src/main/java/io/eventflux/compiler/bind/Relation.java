package io.eventflux.compiler.bind;

import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Name;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a name of the app stands for: a stream, a table, or one of the others of language 3.
 *
 * @param form which of them
 * @param name its name
 * @param columns its columns; null if they are unknown because of an error that has been reported
 * @param table its keys; null for everything but a table
 * @param watermark the event time of a stream; null: none
 * @param allowedLatenessMillis how long closed windows are kept for late rows
 * @param defined whether a definition stands in the text, in contrast to an inferred stream
 * @param span where it is defined
 */
record Relation(
    Form form,
    String name,
    @Nullable List<Column> columns,
    @Nullable TablePlan table,
    PlanNode.@Nullable Watermark watermark,
    long allowedLatenessMillis,
    boolean defined,
    Span span) {

  /** What a name can stand for. */
  enum Form {
    STREAM("stream", true),
    TABLE("table", false),
    WINDOW("named window", true),
    /** A named window that is asked on demand for the rows that it holds. */
    KEPT_WINDOW("named window", false),
    TRIGGER("trigger", true),
    AGGREGATION("aggregation", false),
    /** A view or common table that reads a stream. */
    VIEW("view", true),
    /** A view or common table over nothing but tables. */
    TABLE_VIEW("view", false);

    private final String word;
    private final boolean givesEvents;

    Form(String word, boolean givesEvents) {
      this.word = word;
      this.givesEvents = givesEvents;
    }
  }

  boolean isTable() {
    return form == Form.TABLE;
  }

  /** Whether events come from it, so that a query can have it as its only source. */
  boolean givesEvents() {
    return form.givesEvents;
  }

  /** The word for it in messages. */
  String kind() {
    return form.word;
  }

  /** The same without its place, for messages about another text. */
  Relation elsewhere() {
    return new Relation(
        form, name, columns, table, watermark, allowedLatenessMillis, defined, Span.NONE);
  }

  /** One of its columns for messages, as {@code column 'price' of stream 'Trades'}. */
  String words(Column column) {
    return "column '" + column.name() + "' of " + kind() + " '" + name + "'";
  }

  /**
   * The report of a column that it does not have.
   *
   * @param columns those that it has
   */
  Diagnostic unknownColumn(Name column, List<Column> columns) {
    return Diagnostic.of(
            DiagnosticCode.UNKNOWN_ATTRIBUTE,
            column.span(),
            "column '" + column + "' does not exist in " + kind() + " '" + name + "'")
        .fact("columns: " + Column.list(columns))
        .didYouMean(column.text(), columns.stream().map(Column::name).toList());
  }

  /** A name that is known to be defined by a statement that could not be read. */
  static Relation broken(String name, Span span) {
    return new Relation(Form.STREAM, name, null, null, null, 0, true, span);
  }

  /** A stream whose columns come from the query that inserts into it. */
  static Relation inferred(String name, @Nullable List<Column> columns, Span span) {
    return new Relation(Form.STREAM, name, columns, null, null, 0, false, span);
  }

  /** Something with columns and nothing else. */
  static Relation defined(Form form, String name, @Nullable List<Column> columns, Span span) {
    return new Relation(form, name, columns, null, null, 0, true, span);
  }
}
