package io.eventflux.core.operator.window;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.operator.WindowProvider;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.WindowDescriptor;
import io.eventflux.query.catalog.WindowDescriptor.Kind;
import io.eventflux.query.catalog.WindowDescriptor.Parameter;
import java.util.List;

/**
 * {@code length(n)}: the last n rows. An arrival into a full window is one unit with the row that
 * it pushes out, which stands first.
 */
final class LengthWindow implements Operator {
  /** Ranges are cut into pieces for windows of this many rows or more. */
  private static final int PIECE_ROWS_MIN = 64;

  private final Output output;
  private final Timers timers;
  private final boolean expiredNeeded;
  private final long length;
  private final WindowRows rows;

  private LengthWindow(PlanNode.Window node, OperatorContext context, Output output, long length) {
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
    int from = lo;
    if (batch.units() == null && length >= PIECE_ROWS_MIN) {
      // No row of a piece leaves with the piece, so none has to be copied to appear twice.
      while (hi - from > length) {
        exchange(batch, from, from + (int) length);
        from += (int) length;
      }
    }
    exchange(batch, from, hi);
  }

  private void exchange(ColumnBatch batch, int lo, int hi) {
    int heldCount = rows.size();
    int arrivedCount = hi - lo;
    int expiredCount = (int) Math.max(0, heldCount + (long) arrivedCount - length);
    rows.append(batch, lo, hi);
    if (expiredCount == 0) {
      output.emit(batch, lo, hi);
      return;
    }
    // Rows that arrive and leave in this range appear twice: they leave as copies.
    int copyCount = Math.max(0, expiredCount - heldCount);
    rows.appendCopies(heldCount, copyCount);
    rows.selectExchange(batch, lo, hi, heldCount, expiredCount, timers);
    rows.emit(output);
    rows.dropLast(copyCount);
    rows.dropFirst(expiredCount);
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public boolean usesClockForExpiryOnly() {
    return true;
  }

  @Override
  public void snapshot(StateWriter writer) {
    rows.snapshot(writer);
  }

  @Override
  public void restore(StateReader reader) {
    rows.restore(reader);
  }

  /** Adds {@code length}. */
  public static final class Provider implements WindowProvider {
    private static final WindowDescriptor DESCRIPTOR =
        new WindowDescriptor(
            "length",
            List.of(),
            List.of(List.of(new Parameter("n", Kind.COUNT))),
            WindowDescriptor.Expiry.SLIDING,
            Availability.AVAILABLE,
            "Keeps the last n events. An arrival into a full window first expires the oldest, in"
                + " the same unit. With n = 0 every event enters, expires and resets the aggregates.",
            List.of(
                Example.of(
                    "from S#window.length(2) select sum(x) as s insert into Out",
                    "send S [\"a\", 1, 0]",
                    "send S [\"b\", 2, 0]",
                    "send S [\"c\", 4, 0]",
                    "expect Out [1]",
                    "expect Out [3]",
                    "expect Out [6]")));

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public WindowDescriptor descriptor() {
      return DESCRIPTOR;
    }

    @Override
    public Operator create(PlanNode.Window node, OperatorContext context, Output output) {
      long length = new WindowArguments(node.arguments()).number(0);
      return length == 0
          ? new EmptyWindow(node, context, output)
          : new LengthWindow(node, context, output, length);
    }
  }
}
