package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Workload#W2} by hand: a ring of the last trades, each with its group. */
final class LengthLoop implements HandWritten {
  private static final int WINDOW_ROWS = 1_000;

  private static final RowSchema OUT =
      new RowSchema(List.of(new Field("symbol", Type.STRING), new Field("mean", Type.DOUBLE)));

  private static final class Group {
    double sum;
    long count;
  }

  private final RowListener results;
  private final ColumnBatch out = new ColumnBatch(OUT, Workload.CHUNK_ROWS);
  private final Map<Object, Group> groups = new HashMap<>();
  private final Group[] ringGroups = new Group[WINDOW_ROWS];
  private final double[] ringPrices = new double[WINDOW_ROWS];
  private int next;

  LengthLoop(RowListener results) {
    this.results = results;
  }

  @Override
  public void rows(ColumnBatch trades, int lo, int hi) {
    Object[] symbols = ((ObjectColumn) trades.column(Trades.SYMBOL)).values();
    double[] prices = ((DoubleColumn) trades.column(Trades.PRICE)).values();
    long[] timestamps = trades.timestamps();
    Object[] outSymbols = ((ObjectColumn) out.column(0)).values();
    double[] outMeans = ((DoubleColumn) out.column(1)).values();
    long[] outTimestamps = out.timestamps();
    for (int i = lo; i < hi; i++) {
      Group oldest = ringGroups[next];
      if (oldest != null) {
        oldest.sum -= ringPrices[next];
        oldest.count--;
      }
      Object symbol = symbols[i];
      Group group = groups.get(symbol);
      if (group == null) {
        group = new Group();
        groups.put(symbol, group);
      }
      double price = prices[i];
      group.sum += price;
      group.count++;
      ringGroups[next] = group;
      ringPrices[next] = price;
      next = next + 1 == WINDOW_ROWS ? 0 : next + 1;
      outSymbols[i - lo] = symbol;
      outMeans[i - lo] = group.sum / group.count;
      outTimestamps[i - lo] = timestamps[i];
    }
    results.onRows(out, 0, hi - lo);
  }
}
