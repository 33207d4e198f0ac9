package io.eventflux.core.interpreter;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PlanExpr;
import org.jspecify.annotations.Nullable;

/** A condition over pairs of rows, one pair after the other. */
final class InterpretedPair extends PairKernel {
  private final PlanExpr condition;

  InterpretedPair(PlanExpr condition) {
    this.condition = condition;
  }

  @Override
  public int filter(
      ColumnBatch left,
      int leftRow,
      ColumnBatch right,
      int @Nullable [] candidates,
      int lo,
      int hi,
      int[] hits,
      RowErrors errors) {
    int count = 0;
    for (int position = lo; position < hi; position++) {
      int row = candidates == null ? position : candidates[position];
      try {
        if (Evaluation.isTrue(
            condition,
            new RowScope.TwoRows(
                left,
                leftRow,
                right,
                row,
                this::nowMillis,
                this::watermarkMillis,
                this::tableTest))) {
          hits[count++] = row;
        }
      } catch (RowFailure failure) {
        errors.report(left, leftRow, failure.functionName(), failure.thrown());
      }
    }
    return count;
  }
}
