package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Rows that were made while others were processed, as dead letters, and are processed behind them.
 * Pipeline thread only.
 */
final class LaterRows {
  /**
   * One unit.
   *
   * @param depth 1, or one more than that of the rows that were processed if they were such too
   */
  private record Later(StreamHub hub, ColumnBatch rows, int rowCount, int depth) {}

  private final RangeCutter cutter;
  private final int depthMax;
  private final Deque<Later> laterRows = new ArrayDeque<>();

  /** How many such rows led to the one that is being processed; 0 for one from outside. */
  private int depth;

  private boolean isGivingUp;

  /** No rows, and a bound for rows that such rows led to. */
  LaterRows(RangeCutter cutter, int depthMax) {
    this.cutter = cutter;
    this.depthMax = depthMax;
  }

  /** Keeps rows {@code [0, rowCount)}, one unit; the batch is not used by anybody else. */
  void add(StreamHub hub, ColumnBatch rows, int rowCount) {
    if (depth < depthMax) {
      laterRows.add(new Later(hub, rows, rowCount, depth + 1));
    } else if (!isGivingUp) {
      isGivingUp = true;
      hub.reportRecursion(rows, 0, depthMax);
      isGivingUp = false;
    }
  }

  /** Processes what was kept, and what that leads to; returns whether there was something. */
  boolean drain() {
    boolean isAny = false;
    Later later;
    while ((later = laterRows.poll()) != null) {
      isAny = true;
      later.rows().units(later.rowCount() > 1 ? new int[later.rows().capacity()] : null);
      cutter.stampUntimed(later.rows().timestamps(), 0, later.rowCount());
      later.hub().stamp(later.rows(), 0, later.rowCount());
      depth = later.depth();
      cutter.take(later.hub(), later.rows(), 0, later.rowCount(), null, -1);
    }
    depth = 0;
    return isAny;
  }
}
