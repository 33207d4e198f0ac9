package io.eventflux.core.interpreter;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PlanExpr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The selector with running aggregates, one row after the other. */
final class InterpretedAggregate extends AggregateKernel {
  private final List<ReflectedAggregate> aggregates;
  private final List<PlanExpr> expressions;
  private final @Nullable PlanExpr having;

  InterpretedAggregate(
      List<ReflectedAggregate> aggregates, List<PlanExpr> expressions, @Nullable PlanExpr having) {
    this.aggregates = aggregates;
    this.expressions = expressions;
    this.having = having;
  }

  @Override
  public int apply(
      ColumnBatch in,
      int lo,
      int hi,
      int @Nullable [] slots,
      int kindMask,
      ColumnBatch out,
      int @Nullable [] outSlots,
      RowErrors errors) {
    int count = 0;
    for (int position = lo; position < hi; position++) {
      int row = in.row(position);
      int slot = slots == null ? 0 : slots[position - lo];
      byte kind = InterpretedFilter.kind(in, row);
      try {
        if (kind == RowKind.RESET) {
          for (ReflectedAggregate aggregate : aggregates) {
            aggregate.aggregator().clearAll(slots == null ? 1 : slot);
          }
          continue;
        }
        change(
            kind,
            slot,
            new RowScope.OneRow(in, row, this::nowMillis, this::watermarkMillis, this::tableTest));
        RowScope scope =
            new RowScope.Selected(
                new RowScope.OneRow(
                    in, row, this::nowMillis, this::watermarkMillis, this::tableTest),
                aggregates,
                slot);
        if ((kindMask & 1 << kind) == 0 || (having != null && !Evaluation.isTrue(having, scope))) {
          continue;
        }
        WrittenRow.attributes(expressions, scope, out, count);
        WrittenRow.envelope(in, row, out, count);
        if (outSlots != null) {
          outSlots[count] = slot;
        }
        count++;
      } catch (RowFailure failure) {
        errors.report(in, row, failure.functionName(), failure.thrown());
      }
    }
    return count;
  }

  private void change(byte kind, int slot, RowScope scope) {
    List<@Nullable List<Object>> arguments = new ArrayList<>();
    for (ReflectedAggregate aggregate : aggregates) {
      arguments.add(aggregate.arguments(scope));
    }
    for (int i = 0; i < aggregates.size(); i++) {
      List<Object> values = arguments.get(i);
      if (values == null) {
        continue;
      }
      if (kind == RowKind.CURRENT) {
        aggregates.get(i).accumulate(slot, values);
      } else {
        aggregates.get(i).retract(slot, values);
      }
    }
  }
}
