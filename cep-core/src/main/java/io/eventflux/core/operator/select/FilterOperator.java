package io.eventflux.core.operator.select;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * Lets rows pass for which a condition is TRUE, and RESET rows. Emits a selection over the columns
 * it was given and copies nothing.
 */
public final class FilterOperator implements Operator {
  private final FilterKernel kernel;
  private final RowErrors errors;
  private final Output output;
  private final ColumnBatch view = ColumnBatch.newView();
  private int[] rows = new int[0];

  /** A filter for {@code node}. */
  public FilterOperator(PlanNode.Filter node, OperatorContext context, Output output) {
    this.kernel = context.kernels().filter(context.inputSchema(0), node.condition());
    this.errors = context.errors();
    this.output = output;
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (rows.length < hi - lo) {
      rows = new int[Math.max(hi - lo, rows.length * 2)];
    }
    int count = kernel.filter(batch, lo, hi, rows, errors);
    if (count == hi - lo) {
      output.emit(batch, lo, hi);
    } else if (count > 0) {
      view.viewOf(batch).selection(rows);
      output.emit(view, 0, count);
    }
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {}

  @Override
  public void restore(StateReader reader) {}
}
