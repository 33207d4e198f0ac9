package io.eventflux.core.interpreter;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.plan.PlanExpr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a kernel writes one row: all of it, or nothing when an expression fails. */
final class WrittenRow {
  private WrittenRow() {}

  /** Evaluates all expressions, and only then writes them to row {@code row} of {@code out}. */
  static void attributes(List<PlanExpr> expressions, RowScope scope, ColumnBatch out, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (PlanExpr expression : expressions) {
      values.add(Evaluation.value(expression, scope));
    }
    for (int i = 0; i < values.size(); i++) {
      out.column(i).setBoxed(row, values.get(i));
    }
  }

  /** Copies time, and kind and unit where {@code out} has arrays for them. */
  static void envelope(ColumnBatch in, int inRow, ColumnBatch out, int row) {
    out.timestamps()[row] = in.timestamps()[inRow];
    byte[] kinds = out.kinds();
    if (kinds != null) {
      kinds[row] = InterpretedFilter.kind(in, inRow);
    }
    int[] units = out.units();
    if (units != null) {
      units[row] = in.unit(inRow);
    }
  }
}
