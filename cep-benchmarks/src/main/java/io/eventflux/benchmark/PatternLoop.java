package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Workload#W5} by hand: for each symbol the waiting first trades, oldest first. */
final class PatternLoop implements HandWritten {
  private static final long WITHIN_MILLIS = 5_000;

  private static final RowSchema OUT =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("first", Type.DOUBLE),
              new Field("second", Type.DOUBLE)));

  private static final class Waiting {
    double[] prices = new double[16];
    long[] times = new long[16];
    int count;

    void add(double price, long time) {
      if (count == prices.length) {
        prices = Arrays.copyOf(prices, 2 * count);
        times = Arrays.copyOf(times, 2 * count);
      }
      prices[count] = price;
      times[count++] = time;
    }
  }

  private final RowListener results;
  private final ColumnBatch out = new ColumnBatch(OUT, Workload.CHUNK_ROWS);
  private final Map<Object, Waiting> bySymbol = new HashMap<>();
  private int outCount;

  PatternLoop(RowListener results) {
    this.results = results;
  }

  @Override
  public void rows(ColumnBatch trades, int lo, int hi) {
    Object[] symbols = ((ObjectColumn) trades.column(Trades.SYMBOL)).values();
    double[] prices = ((DoubleColumn) trades.column(Trades.PRICE)).values();
    long[] timestamps = trades.timestamps();
    for (int i = lo; i < hi; i++) {
      double price = prices[i];
      Waiting waiting = bySymbol.get(symbols[i]);
      if (waiting != null && waiting.count > 0) {
        match(waiting, symbols[i], price, timestamps[i]);
      }
      if (price > 300.0) {
        if (waiting == null) {
          waiting = new Waiting();
          bySymbol.put(symbols[i], waiting);
        }
        waiting.add(price, timestamps[i]);
      }
    }
    flush();
  }

  /** Emits and removes what the trade completes, and removes what is too old. */
  private void match(Waiting waiting, Object symbol, double price, long time) {
    double[] prices = waiting.prices;
    long[] times = waiting.times;
    int kept = 0;
    for (int k = 0; k < waiting.count; k++) {
      if (time - times[k] > WITHIN_MILLIS) {
        continue;
      }
      if (price > prices[k] * 1.01) {
        emit(symbol, prices[k], price, time);
      } else {
        prices[kept] = prices[k];
        times[kept++] = times[k];
      }
    }
    waiting.count = kept;
  }

  private void emit(Object symbol, double first, double second, long time) {
    if (outCount == Workload.CHUNK_ROWS) {
      flush();
    }
    ((ObjectColumn) out.column(0)).values()[outCount] = symbol;
    ((DoubleColumn) out.column(1)).values()[outCount] = first;
    ((DoubleColumn) out.column(2)).values()[outCount] = second;
    out.timestamps()[outCount++] = time;
  }

  private void flush() {
    if (outCount > 0) {
      results.onRows(out, 0, outCount);
      outCount = 0;
    }
  }
}
