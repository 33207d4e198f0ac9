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
 * {@code lengthBatch(n, true)}: rows pass at once; the first row of a new batch stands in one unit
 * behind {@code [batch EXPIRED][RESET]}. Units of the input stay units.
 */
final class StreamingLengthBatchWindow implements Operator {
  private final Output output;
  private final Timers timers;
  private final boolean expiredNeeded;
  private final long length;
  private final WindowRows rows;

  StreamingLengthBatchWindow(
      PlanNode.Window node, OperatorContext context, Output output, long length) {
    this.output = output;
    this.timers = context.timers();
    this.expiredNeeded = node.expiredNeeded();
    this.length = length;
    this.rows = new WindowRows(node.schema());
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (!expiredNeeded) {
      output.emit(batch, lo, hi);
      return;
    }
    int heldCount = rows.size();
    int arrivedCount = hi - lo;
    rows.append(batch, lo, hi);
    // With h held rows, arrival i (from 0) opens a batch when h + i is a multiple of n, not 0.
    int borderCount = (int) ((heldCount + (long) arrivedCount - 1) / length);
    if (borderCount == 0) {
      output.emit(batch, lo, hi);
      return;
    }
    // borderCount * length rows leave: the held ones themselves, arrivals as copies.
    int leavingCount = (int) (borderCount * length);
    rows.appendCopies(heldCount, leavingCount - heldCount);
    int blanks = rows.size();
    rows.appendBlanks(borderCount);
    int border = 0;
    for (int i = 0; i < arrivedCount; i++) {
      int row = batch.row(lo + i);
      int unit = batch.unit(row);
      int position = heldCount + i;
      if (position > 0 && position % length == 0) {
        long now = timers.nowMillisAt(batch.timestamps()[row]);
        for (int leaving = (int) (position - length); leaving < position; leaving++) {
          rows.selectExpired(leaving < heldCount ? leaving : leaving + arrivedCount, now, unit);
        }
        rows.selectReset(blanks + border++, now, unit);
      }
      rows.selectCurrent(position, unit);
    }
    rows.emit(output);
    rows.dropLast(borderCount + leavingCount - heldCount);
    rows.dropFirst(leavingCount);
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {
    rows.snapshot(writer);
  }

  @Override
  public void restore(StateReader reader) {
    rows.restore(reader);
  }
}
