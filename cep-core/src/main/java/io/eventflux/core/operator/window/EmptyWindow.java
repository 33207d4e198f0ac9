package io.eventflux.core.operator.window;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;

/**
 * A window of size zero: every row enters, leaves and resets the aggregates in one unit. {@code
 * length(0)}, {@code lengthBatch(0)} and {@code timeBatch(0)}.
 */
final class EmptyWindow implements Operator {
  private final Output output;
  private final Timers timers;
  private final boolean expiredNeeded;
  private final WindowRows rows;

  EmptyWindow(PlanNode.Window node, OperatorContext context, Output output) {
    this.output = output;
    this.timers = context.timers();
    this.expiredNeeded = node.expiredNeeded();
    this.rows = new WindowRows(node.schema());
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (!expiredNeeded) {
      output.emit(batch, lo, hi);
      return;
    }
    int count = hi - lo;
    rows.append(batch, lo, hi);
    rows.appendCopies(0, count);
    rows.appendBlanks(count);
    for (int i = 0; i < count; i++) {
      int row = batch.row(lo + i);
      int unit = batch.unit(row);
      long now = timers.nowMillisAt(batch.timestamps()[row]);
      rows.selectCurrent(i, unit);
      rows.selectExpired(count + i, now, unit);
      rows.selectReset(2 * count + i, now, unit);
    }
    rows.emit(output);
    rows.dropFirst(3 * count);
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
