package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;

/** {@link Workload#W11} by hand: the trades that pass are copied, and go on to the windows. */
final class FilteredTumbleLoop implements HandWritten {
  private final TumbleLoop windows;
  private final ColumnBatch passed = new ColumnBatch(Trades.SCHEMA, Workload.CHUNK_ROWS);

  FilteredTumbleLoop(RowListener results) {
    windows = new TumbleLoop(results);
  }

  @Override
  public void rows(ColumnBatch trades, int lo, int hi) {
    Object[] symbols = ((ObjectColumn) trades.column(Trades.SYMBOL)).values();
    double[] prices = ((DoubleColumn) trades.column(Trades.PRICE)).values();
    long[] volumes = ((LongColumn) trades.column(Trades.VOLUME)).values();
    long[] times = ((LongColumn) trades.column(Trades.TIME)).values();
    Object[] outSymbols = ((ObjectColumn) passed.column(Trades.SYMBOL)).values();
    double[] outPrices = ((DoubleColumn) passed.column(Trades.PRICE)).values();
    long[] outVolumes = ((LongColumn) passed.column(Trades.VOLUME)).values();
    long[] outTimes = ((LongColumn) passed.column(Trades.TIME)).values();
    int to = 0;
    for (int i = lo; i < hi; i++) {
      if (volumes[i] > 500) {
        outSymbols[to] = symbols[i];
        outPrices[to] = prices[i];
        outVolumes[to] = volumes[i];
        outTimes[to++] = times[i];
      }
    }
    windows.rows(passed, 0, to);
  }

  @Override
  public void end() {
    windows.end();
  }
}
