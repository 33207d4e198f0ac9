package io.eventflux.core.interpreter;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PlanExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of a pane, one row after the other. A group whose result fails is reported as a
 * row of the key columns, at the last millisecond of the window.
 */
final class InterpretedPane extends PaneKernel {
  private final List<ReflectedAggregate> aggregates;
  private final List<PlanExpr> expressions;
  private final @Nullable PlanExpr having;

  InterpretedPane(
      List<ReflectedAggregate> aggregates, List<PlanExpr> expressions, @Nullable PlanExpr having) {
    this.aggregates = aggregates;
    this.expressions = expressions;
    this.having = having;
  }

  @Override
  public void accumulate(ColumnBatch in, int lo, int hi, int[] slots, RowErrors errors) {
    for (int position = lo; position < hi; position++) {
      int row = in.row(position);
      assert InterpretedFilter.kind(in, row) == RowKind.CURRENT : "panes get CURRENT rows only";
      try {
        List<@Nullable List<Object>> arguments = new ArrayList<>();
        for (ReflectedAggregate aggregate : aggregates) {
          arguments.add(
              aggregate.arguments(
                  new RowScope.OneRow(
                      in, row, this::nowMillis, this::watermarkMillis, this::tableTest)));
        }
        for (int i = 0; i < aggregates.size(); i++) {
          List<Object> values = arguments.get(i);
          if (values != null) {
            aggregates.get(i).accumulate(slots[position - lo], values);
          }
        }
      } catch (RowFailure failure) {
        errors.report(in, row, failure.functionName(), failure.thrown());
      }
    }
  }

  @Override
  public int emit(
      Column[] keys,
      int lo,
      int hi,
      long windowStartMillis,
      long windowEndMillis,
      ColumnBatch out,
      RowErrors errors) {
    int count = 0;
    for (int slot = lo; slot < hi; slot++) {
      RowScope scope =
          new RowScope.PaneGroup(
              keys,
              aggregates,
              slot,
              windowStartMillis,
              windowEndMillis,
              this::nowMillis,
              this::watermarkMillis,
              this::tableTest);
      try {
        if (having == null || Evaluation.isTrue(having, scope)) {
          WrittenRow.attributes(expressions, scope, out, count);
          count++;
        }
      } catch (RowFailure failure) {
        long[] times = new long[hi];
        Arrays.fill(times, windowEndMillis - 1);
        errors.report(new ColumnBatch(keys, times), slot, failure.functionName(), failure.thrown());
      }
    }
    return count;
  }
}
