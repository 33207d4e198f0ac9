package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.List;

/** {@link Workload#W1} by hand. */
final class FilterLoop implements HandWritten {
  private static final RowSchema OUT =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("notional", Type.DOUBLE),
              new Field("volume", Type.LONG)));

  private final RowListener results;
  private final ColumnBatch out = new ColumnBatch(OUT, Workload.CHUNK_ROWS);

  FilterLoop(RowListener results) {
    this.results = results;
  }

  @Override
  public void rows(ColumnBatch trades, int lo, int hi) {
    int count = filter(trades, lo, hi, out);
    if (count > 0) {
      results.onRows(out, 0, count);
    }
  }

  /** Writes the rows that pass to {@code out} from row 0; returns how many. */
  static int filter(ColumnBatch trades, int lo, int hi, ColumnBatch out) {
    Object[] symbols = ((ObjectColumn) trades.column(Trades.SYMBOL)).values();
    double[] prices = ((DoubleColumn) trades.column(Trades.PRICE)).values();
    long[] volumes = ((LongColumn) trades.column(Trades.VOLUME)).values();
    long[] timestamps = trades.timestamps();
    Object[] outSymbols = ((ObjectColumn) out.column(0)).values();
    double[] outNotionals = ((DoubleColumn) out.column(1)).values();
    long[] outVolumes = ((LongColumn) out.column(2)).values();
    long[] outTimestamps = out.timestamps();
    int to = 0;
    for (int i = lo; i < hi; i++) {
      long volume = volumes[i];
      if (volume > 500) {
        outSymbols[to] = symbols[i];
        outNotionals[to] = prices[i] * volume;
        outVolumes[to] = volume;
        outTimestamps[to++] = timestamps[i];
      }
    }
    return to;
  }
}
