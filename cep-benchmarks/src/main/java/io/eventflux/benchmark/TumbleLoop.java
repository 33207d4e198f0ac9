package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link Workload#W3} by hand: rows come in the order of their times, so the newest window takes
 * them all; it waits for the watermark as the query does.
 */
final class TumbleLoop implements HandWritten {
  private static final long SIZE_MILLIS = 1_000;
  private static final long DELAY_MILLIS = 1_000;

  private static final RowSchema OUT =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("opened", Type.TIMESTAMP),
              new Field("trades", Type.LONG),
              new Field("volume", Type.LONG),
              new Field("mean", Type.DOUBLE),
              new Field("low", Type.DOUBLE),
              new Field("high", Type.DOUBLE)));

  private static final class Group {
    final Object symbol;
    long count;
    long volume;
    double sum;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;

    Group(Object symbol) {
      this.symbol = symbol;
    }
  }

  /** Groups in the order of their first trade. */
  private static final class Window {
    final long startMillis;
    final Map<Object, Group> bySymbol = new HashMap<>();
    final Group[] groups = new Group[Trades.SYMBOL_COUNT];
    int groupCount;

    Window(long startMillis) {
      this.startMillis = startMillis;
    }

    Group add(Object symbol) {
      Group group = new Group(symbol);
      bySymbol.put(symbol, group);
      groups[groupCount++] = group;
      return group;
    }
  }

  private final RowListener results;
  private final ColumnBatch out = new ColumnBatch(OUT, Trades.SYMBOL_COUNT);
  private final Deque<Window> open = new ArrayDeque<>();

  TumbleLoop(RowListener results) {
    this.results = results;
  }

  @Override
  public void rows(ColumnBatch trades, int lo, int hi) {
    Object[] symbols = ((ObjectColumn) trades.column(Trades.SYMBOL)).values();
    double[] prices = ((DoubleColumn) trades.column(Trades.PRICE)).values();
    long[] volumes = ((LongColumn) trades.column(Trades.VOLUME)).values();
    long[] times = ((LongColumn) trades.column(Trades.TIME)).values();
    Window newest = open.peekLast();
    long end = newest == null ? Long.MIN_VALUE : newest.startMillis + SIZE_MILLIS;
    for (int i = lo; i < hi; i++) {
      long time = times[i];
      if (time >= end) {
        newest = new Window(time - time % SIZE_MILLIS);
        end = newest.startMillis + SIZE_MILLIS;
        open.add(newest);
      }
      Object symbol = symbols[i];
      Group group = newest.bySymbol.get(symbol);
      if (group == null) {
        group = newest.add(symbol);
      }
      double price = prices[i];
      group.count++;
      group.volume += volumes[i];
      group.sum += price;
      group.low = Math.min(group.low, price);
      group.high = Math.max(group.high, price);
      if (time - DELAY_MILLIS >= open.peek().startMillis + SIZE_MILLIS) {
        close(open.remove());
      }
    }
  }

  @Override
  public void end() {
    open.forEach(this::close);
  }

  private void close(Window window) {
    Object[] outSymbols = ((ObjectColumn) out.column(0)).values();
    long[] outOpened = ((LongColumn) out.column(1)).values();
    long[] outCounts = ((LongColumn) out.column(2)).values();
    long[] outVolumes = ((LongColumn) out.column(3)).values();
    double[] outMeans = ((DoubleColumn) out.column(4)).values();
    double[] outLows = ((DoubleColumn) out.column(5)).values();
    double[] outHighs = ((DoubleColumn) out.column(6)).values();
    for (int g = 0; g < window.groupCount; g++) {
      Group group = window.groups[g];
      outSymbols[g] = group.symbol;
      outOpened[g] = window.startMillis;
      outCounts[g] = group.count;
      outVolumes[g] = group.volume;
      outMeans[g] = group.sum / group.count;
      outLows[g] = group.low;
      outHighs[g] = group.high;
      out.timestamps()[g] = window.startMillis + SIZE_MILLIS - 1;
    }
    results.onRows(out, 0, window.groupCount);
  }
}
