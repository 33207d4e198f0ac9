package io.eventflux.core.interpreter;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition and a select list, one row after the other. */
final class InterpretedProject extends ProjectKernel {
  private final @Nullable PlanExpr condition;
  private final List<PlanExpr> expressions;

  InterpretedProject(@Nullable PlanExpr condition, List<PlanExpr> expressions) {
    this.condition = condition;
    this.expressions = expressions;
  }

  @Override
  public int project(ColumnBatch in, int lo, int hi, ColumnBatch out, RowErrors errors) {
    int count = 0;
    for (int position = lo; position < hi; position++) {
      int row = in.row(position);
      try {
        if (InterpretedFilter.kind(in, row) != RowKind.RESET) {
          RowScope scope =
              new RowScope.OneRow(in, row, this::nowMillis, this::watermarkMillis, this::tableTest);
          if (condition != null && !Evaluation.isTrue(condition, scope)) {
            continue;
          }
          WrittenRow.attributes(expressions, scope, out, count);
        }
        WrittenRow.envelope(in, row, out, count++);
      } catch (RowFailure failure) {
        errors.report(in, row, failure.functionName(), failure.thrown());
      }
    }
    return count;
  }
}
