package io.eventflux.compiler.bind;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * The FROM clause of a query.
 *
 * @param rel its rows; null after an error
 * @param scope its columns
 * @param batch whether several rows leave together: a batch window, a join, a group window
 * @param sliding whether rows leave a window one by one
 * @param tumble the window table function; null if there is none
 * @param isStored whether its rows are kept in tables, and no events come from it
 */
record BoundSource(
    @Nullable RelNode rel,
    RowScope scope,
    boolean batch,
    boolean sliding,
    @Nullable Tumble tumble,
    boolean isStored) {

  /** A source that gives events. */
  BoundSource(
      @Nullable RelNode rel,
      RowScope scope,
      boolean batch,
      boolean sliding,
      @Nullable Tumble tumble) {
    this(rel, scope, batch, sliding, tumble, false);
  }

  /** A source after an error: its columns are unknown, expressions over it stay silent. */
  static BoundSource broken(BindContext context, List<RowScope.Part> parts) {
    List<RowScope.Part> unknown =
        parts.stream()
            .map(part -> new RowScope.Part(part.name(), part.kind(), part.original(), null))
            .toList();
    return new BoundSource(null, new RowScope(context, unknown), false, false, null);
  }

  /**
   * A window table function.
   *
   * @param stream the stream it reads
   * @param firstColumn position of {@code window_start}; {@code window_end} and {@code window_time}
   *     follow
   */
  record Tumble(String stream, long sizeMillis, long offsetMillis, int firstColumn) {}

  /** How many columns it has, with those that cannot be named. */
  int width() {
    return scope.width();
  }
}
