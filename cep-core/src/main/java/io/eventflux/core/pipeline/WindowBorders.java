package io.eventflux.core.pipeline;

import io.eventflux.core.plan.PlanNode;
import java.util.List;

/**
 * The event times at which the group windows behind a stream change their minds: where a window
 * closes, and where it is forgotten. A range of rows must not have the watermark pass such a border
 * before its last row, or results would depend on the size of ranges. Immutable.
 */
final class WindowBorders {
  private final long[] sizes;
  private final long[] offsets;
  private final long[] latenesses;

  WindowBorders(List<PlanNode.GroupWindow> windows) {
    sizes = windows.stream().mapToLong(PlanNode.GroupWindow::sizeMillis).toArray();
    offsets = windows.stream().mapToLong(PlanNode.GroupWindow::offsetMillis).toArray();
    latenesses = windows.stream().mapToLong(PlanNode.GroupWindow::allowedLatenessMillis).toArray();
  }

  /** The first border above {@code watermarkMillis}; {@link Long#MAX_VALUE} if there is none. */
  long next(long watermarkMillis) {
    if (watermarkMillis == Long.MIN_VALUE) {
      // Windows have seen no watermark yet: the first one may pass borders of its own.
      return sizes.length == 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    long next = Long.MAX_VALUE;
    for (int i = 0; i < sizes.length; i++) {
      next = Math.min(next, endAfter(watermarkMillis, sizes[i], offsets[i]));
      if (latenesses[i] > 0) {
        next = Math.min(next, endAfter(watermarkMillis, sizes[i], offsets[i] + latenesses[i]));
      }
    }
    return next;
  }

  /**
   * Whether a row of {@code timeMillis} is too late for one of the windows when the watermark
   * stands at {@code watermarkMillis}.
   */
  boolean isLate(long timeMillis, long watermarkMillis) {
    for (int i = 0; i < sizes.length; i++) {
      long end = endAfter(timeMillis, sizes[i], offsets[i]);
      if (end != Long.MAX_VALUE && watermarkMillis - latenesses[i] >= end) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first time above {@code millis} that is congruent to {@code offset} modulo {@code size}.
   */
  private static long endAfter(long millis, long size, long offset) {
    if (millis > Long.MAX_VALUE - 2 * size || millis < Long.MIN_VALUE + 2 * size) {
      return Long.MAX_VALUE;
    }
    return millis + size - Math.floorMod(millis - offset, size);
  }
}
