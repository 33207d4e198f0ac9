package io.eventflux.core.pipeline;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.metric.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Where rows without an event time go: they are counted, and inserted into the late stream if there
 * is one. Pipeline thread only.
 */
final class UntimedRows {
  private final EventTime time;
  private final Counter count;
  private @Nullable StreamHub lateHub;
  private @Nullable ColumnBatch lateRows;

  /**
   * Rows of a stream whose times {@code time} knows.
   *
   * @param count counts them, whether there is a late stream or not
   */
  UntimedRows(EventTime time, Counter count) {
    this.time = time;
    this.count = count;
  }

  /** They go to {@code hub}, which has the attributes of the stream, a watermark and a delay. */
  void lateHub(StreamHub hub) {
    lateHub = hub;
  }

  /**
   * Takes those of the rows at positions {@code [lo, hi)}, one unit, that have no time.
   *
   * @param untimedCount how many these are
   */
  void take(ColumnBatch batch, int lo, int hi, int untimedCount) {
    count.add(untimedCount);
    StreamHub late = lateHub;
    if (late == null || untimedCount == 0) {
      return;
    }
    ColumnBatch out = lateRows;
    if (out == null) {
      out = new ColumnBatch(late.node().schema(), untimedCount);
      lateRows = out;
    }
    out.ensureCapacity(untimedCount);
    Column[] columns = out.columns();
    int columnCount = batch.columns().length;
    int to = 0;
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (!time.isMissing(batch, row)) {
        continue;
      }
      for (int c = 0; c < columnCount; c++) {
        columns[c].copyFrom(batch.column(c), row, to, 1);
      }
      out.timestamps()[to] = batch.timestamps()[row];
      LongColumn watermark = (LongColumn) columns[columnCount];
      watermark.values()[to] = time.watermarkMillis();
      watermark.nulls()[to] = time.watermarkMillis() == Long.MIN_VALUE;
      columns[columnCount + 1].setNull(to);
      to++;
    }
    out.units(to > 1 ? new int[to] : null);
    late.process(StreamHub.LATE, out, 0, to);
  }
}
