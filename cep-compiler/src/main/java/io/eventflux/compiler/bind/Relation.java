package io.eventflux.compiler.bind;

import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream or table of the app.
 *
 * @param name its name
 * @param columns its columns; null if they are unknown because of an error that has been reported
 * @param table its keys; null for a stream
 * @param watermark the event time of a stream; null: none
 * @param allowedLatenessMillis how long closed windows are kept for late rows
 * @param defined whether a definition stands in the text, in contrast to an inferred stream
 * @param span where it is defined
 */
record Relation(
    String name,
    @Nullable List<Column> columns,
    @Nullable TablePlan table,
    PlanNode.@Nullable Watermark watermark,
    long allowedLatenessMillis,
    boolean defined,
    Span span) {

  boolean isTable() {
    return table != null;
  }

  /** The word for it in messages. */
  String kind() {
    return isTable() ? "table" : "stream";
  }

  /** A name that is known to be defined by a statement that could not be read. */
  static Relation broken(String name, Span span) {
    return new Relation(name, null, null, null, 0, true, span);
  }

  /** A stream whose columns come from the query that inserts into it. */
  static Relation inferred(String name, @Nullable List<Column> columns, Span span) {
    return new Relation(name, columns, null, null, 0, false, span);
  }
}
