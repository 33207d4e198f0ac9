package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Workload#RUNNING} by hand. */
final class RunningLoop implements HandWritten {
  private static final RowSchema OUT =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("trades", Type.LONG),
              new Field("total", Type.LONG)));

  private static final class Group {
    long count;
    long total;
  }

  private final RowListener results;
  private final ColumnBatch out = new ColumnBatch(OUT, Workload.CHUNK_ROWS);
  private final Map<Object, Group> groups = new HashMap<>();

  RunningLoop(RowListener results) {
    this.results = results;
  }

  @Override
  public void rows(ColumnBatch trades, int lo, int hi) {
    Object[] symbols = ((ObjectColumn) trades.column(Trades.SYMBOL)).values();
    long[] volumes = ((LongColumn) trades.column(Trades.VOLUME)).values();
    long[] timestamps = trades.timestamps();
    Object[] outSymbols = ((ObjectColumn) out.column(0)).values();
    long[] outCounts = ((LongColumn) out.column(1)).values();
    long[] outTotals = ((LongColumn) out.column(2)).values();
    long[] outTimestamps = out.timestamps();
    for (int i = lo; i < hi; i++) {
      Object symbol = symbols[i];
      Group group = groups.get(symbol);
      if (group == null) {
        group = new Group();
        groups.put(symbol, group);
      }
      outSymbols[i - lo] = symbol;
      outCounts[i - lo] = ++group.count;
      outTotals[i - lo] = group.total += volumes[i];
      outTimestamps[i - lo] = timestamps[i];
    }
    results.onRows(out, 0, hi - lo);
  }
}
