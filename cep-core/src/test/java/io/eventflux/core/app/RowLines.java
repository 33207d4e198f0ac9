package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps rows as lines: {@code [a, 1]@100}, {@code -[a, 1]@110} for an EXPIRED row, {@code +[b,
 * 2]@100} for a row of the same unit as the line before.
 */
public final class RowLines implements RowListener {
  private final List<String> lines = new ArrayList<>();

  @Override
  public synchronized void onRows(ColumnBatch batch, int lo, int hi) {
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      StringBuilder line = new StringBuilder();
      if (k > lo && batch.units() != null && batch.unit(row) == batch.unit(batch.row(k - 1))) {
        line.append('+');
      }
      byte[] kinds = batch.kinds();
      if (kinds != null && kinds[row] == RowKind.EXPIRED) {
        line.append('-');
      }
      line.append('[');
      for (int c = 0; c < batch.columns().length; c++) {
        line.append(c == 0 ? "" : ", ").append(batch.column(c).boxed(row));
      }
      lines.add(line.append("]@").append(batch.timestamps()[row]).toString());
    }
  }

  /** All lines so far. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
