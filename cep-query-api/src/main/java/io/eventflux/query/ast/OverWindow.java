package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a function with {@code OVER} looks at: {@code (PARTITION BY .. ORDER BY .. ROWS
 * ..)}.
 *
 * @param partitionBy keys; empty if there are none
 * @param orderBy sort keys; empty if there are none
 * @param frame how far the window reaches; null if not said
 * @param span where it stands
 */
public record OverWindow(
    List<Expression> partitionBy, List<SortItem> orderBy, @Nullable Frame frame, Span span)
    implements Node {
  /** Copies the lists. */
  public OverWindow {
    partitionBy = List.copyOf(partitionBy);
    orderBy = List.copyOf(orderBy);
  }

  /**
   * {@code ROWS BETWEEN .. AND ..}; with one bound the other is the current row.
   *
   * @param unit what the distances count
   * @param start the first row
   * @param end the last row
   * @param span where it stands
   */
  public record Frame(FrameUnit unit, Bound start, Bound end, Span span) implements Node {}

  /**
   * One end of a frame.
   *
   * @param kind on which side of the current row it lies
   * @param distance a count or a duration, for {@code PRECEDING} and {@code FOLLOWING} only; null
   *     for the others
   * @param span where it stands
   */
  public record Bound(BoundKind kind, @Nullable Expression distance, Span span) implements Node {
    /** Checks that there is a distance where one belongs. */
    public Bound {
      boolean needsDistance = kind == BoundKind.PRECEDING || kind == BoundKind.FOLLOWING;
      if (needsDistance != (distance != null)) {
        throw new IllegalArgumentException("a distance belongs to PRECEDING and FOLLOWING");
      }
      Require.duration(distance);
    }
  }

  /** What the distances of a frame count. */
  public enum FrameUnit {
    /** Rows. */
    ROWS,
    /** Time. */
    RANGE
  }

  /** Where an end of a frame lies. */
  public enum BoundKind {
    /** At the first row there is. */
    UNBOUNDED_PRECEDING,
    /** That far before the current row. */
    PRECEDING,
    /** At the current row. */
    CURRENT_ROW,
    /** That far behind the current row. */
    FOLLOWING,
    /** At the last row there is. */
    UNBOUNDED_FOLLOWING
  }
}
