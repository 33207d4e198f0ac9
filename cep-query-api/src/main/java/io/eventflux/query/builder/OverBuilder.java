package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.ast.OverWindow.Bound;
import io.eventflux.query.ast.OverWindow.BoundKind;
import io.eventflux.query.ast.OverWindow.FrameUnit;
import io.eventflux.query.ast.SortItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A window of {@code OVER}. One thread. */
public final class OverBuilder implements Part<OverWindow> {
  private List<Expression> partitionBy = List.of();
  private List<SortItem> orderBy = List.of();
  private OverWindow.@Nullable Frame frame;

  OverBuilder() {}

  /** {@code PARTITION BY keys}; a text is a column. */
  public OverBuilder partitionBy(Object... keys) {
    partitionBy = Trees.columns(keys);
    return this;
  }

  /** {@code ORDER BY keys}; a text is a column, in ascending order. */
  public OverBuilder orderBy(Object... keys) {
    orderBy = Trees.sort(keys);
    return this;
  }

  /** {@code ROWS BETWEEN start AND end}. */
  public OverBuilder rows(Bound start, Bound end) {
    frame = new OverWindow.Frame(FrameUnit.ROWS, start, end, NOWHERE);
    return this;
  }

  /** {@code RANGE BETWEEN start AND end}. */
  public OverBuilder range(Bound start, Bound end) {
    frame = new OverWindow.Frame(FrameUnit.RANGE, start, end, NOWHERE);
    return this;
  }

  /** {@code UNBOUNDED PRECEDING}. */
  public static Bound fromStart() {
    return new Bound(BoundKind.UNBOUNDED_PRECEDING, null, NOWHERE);
  }

  /** {@code distance PRECEDING}: a count or a duration. */
  public static Bound preceding(Object distance) {
    return new Bound(BoundKind.PRECEDING, Trees.duration(distance), NOWHERE);
  }

  /** {@code CURRENT ROW}. */
  public static Bound currentRow() {
    return new Bound(BoundKind.CURRENT_ROW, null, NOWHERE);
  }

  /** {@code distance FOLLOWING}: a count or a duration. */
  public static Bound following(Object distance) {
    return new Bound(BoundKind.FOLLOWING, Trees.duration(distance), NOWHERE);
  }

  /** {@code UNBOUNDED FOLLOWING}. */
  public static Bound toEnd() {
    return new Bound(BoundKind.UNBOUNDED_FOLLOWING, null, NOWHERE);
  }

  @Override
  public OverWindow build() {
    return new OverWindow(partitionBy, orderBy, frame, NOWHERE);
  }
}
