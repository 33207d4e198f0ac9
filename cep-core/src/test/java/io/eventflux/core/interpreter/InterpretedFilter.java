package io.eventflux.core.interpreter;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PlanExpr;

/** A filter that looks at one row after the other. */
final class InterpretedFilter extends FilterKernel {
  private final PlanExpr condition;

  InterpretedFilter(PlanExpr condition) {
    this.condition = condition;
  }

  @Override
  public int filter(ColumnBatch in, int lo, int hi, int[] rows, RowErrors errors) {
    int count = 0;
    for (int position = lo; position < hi; position++) {
      int row = in.row(position);
      try {
        if (kind(in, row) == RowKind.RESET
            || Evaluation.isTrue(
                condition,
                new RowScope.OneRow(
                    in, row, this::nowMillis, this::watermarkMillis, this::tableTest))) {
          rows[count++] = row;
        }
      } catch (RowFailure failure) {
        errors.report(in, row, failure.functionName(), failure.thrown());
      }
    }
    return count;
  }

  /** The {@link RowKind} of a row. */
  static byte kind(ColumnBatch batch, int row) {
    byte[] kinds = batch.kinds();
    return kinds == null ? RowKind.CURRENT : kinds[row];
  }
}
