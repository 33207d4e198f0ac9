package io.eventflux.core.operator;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an operator emits as text: one line a unit, rows as {@code [1, a]@100}. */
public final class RecordingOutput implements Output {
  private final List<String> units = new ArrayList<>();

  /** The units so far, and the watermarks between them as {@code watermark 100}. */
  public List<String> units() {
    return units;
  }

  @Override
  public void emit(ColumnBatch batch, int lo, int hi) {
    StringBuilder line = new StringBuilder();
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      if (position > lo) {
        int before = batch.unit(batch.row(position - 1));
        assert batch.unit(row) >= before : "unit numbers never fall";
        if (batch.unit(row) != before) {
          units.add(line.toString());
          line.setLength(0);
        } else {
          line.append(' ');
        }
      }
      line.append(FakeOperatorContext.text(batch, row)).append('@').append(batch.timestamps()[row]);
      byte[] kinds = batch.kinds();
      if (kinds != null && kinds[row] == RowKind.EXPIRED) {
        line.append(" expired");
      }
    }
    if (lo < hi) {
      units.add(line.toString());
    }
  }

  @Override
  public void watermark(long watermarkMillis) {
    units.add("watermark " + watermarkMillis);
  }
}
