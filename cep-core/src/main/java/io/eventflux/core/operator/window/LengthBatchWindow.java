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
 * {@code lengthBatch(n)}: collects n rows; the n-th flushes them as one unit {@code [previous batch
 * EXPIRED][RESET][batch CURRENT]}.
 *
 * <pre>
 *   rows:  p0 p1 p2 | c0 c1 ...      previousCount rows that wait to expire, then the open batch
 * </pre>
 */
final class LengthBatchWindow implements Operator {
  private final Output output;
  private final Timers timers;
  private final boolean expiredNeeded;
  private final long length;
  private final WindowRows rows;
  private final HeldWatermark watermark;
  private int previousCount;

  private LengthBatchWindow(
      PlanNode.Window node, OperatorContext context, Output output, long length) {
    this.output = output;
    this.timers = context.timers();
    this.expiredNeeded = node.expiredNeeded();
    this.length = length;
    this.rows = new WindowRows(node.schema());
    this.watermark = new HeldWatermark(output);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    int from = lo;
    while (from < hi) {
      long missing = length - (rows.size() - previousCount);
      int to = (int) Math.min(hi, from + missing);
      rows.append(batch, from, to);
      if (to - from == missing) {
        flush(timers.nowMillisAt(batch.timestamps()[batch.row(to - 1)]));
      } else {
        for (int position = from; position < to; position++) {
          watermark.hold(batch.timestamps()[batch.row(position)]);
        }
      }
      from = to;
    }
  }

  private void flush(long now) {
    int count = rows.size() - previousCount;
    if (expiredNeeded) {
      rows.appendBlanks(1);
      rows.selectExpired(0, previousCount, now, 0);
      rows.selectReset(previousCount + count, now, 0);
    }
    rows.selectCurrent(previousCount, count, 0);
    rows.emit(output);
    if (expiredNeeded) {
      rows.dropLast(1);
      rows.dropFirst(previousCount);
      previousCount = count;
    } else {
      rows.dropFirst(count);
    }
    watermark.release();
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    watermark.receive(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {
    writer.putInt(previousCount);
    rows.snapshot(writer);
    watermark.snapshot(writer);
  }

  @Override
  public void restore(StateReader reader) {
    previousCount = reader.getInt();
    rows.restore(reader);
    watermark.restore(reader);
  }

  /** Adds {@code lengthBatch}. */
  public static final class Provider implements WindowProvider {
    private static final Parameter LENGTH = new Parameter("n", Kind.COUNT);
    private static final Parameter STREAMING = new Parameter("stream.current.event", Kind.FLAG);

    private static final WindowDescriptor DESCRIPTOR =
        new WindowDescriptor(
            "lengthBatch",
            List.of(),
            List.of(List.of(LENGTH), List.of(LENGTH, STREAMING)),
            WindowDescriptor.Expiry.BATCH,
            Availability.AVAILABLE,
            "Collects n events and emits them as one unit with the n-th: the previous batch"
                + " expires, aggregates are reset, then the new batch. A batch that is not full"
                + " waits. With stream.current.event = true events pass at once, and the first"
                + " event of a new batch expires the one before. With n = 0 it is length(0).",
            List.of(
                Example.of(
                    "from S#window.lengthBatch(2) select sum(x) as s insert into Out",
                    "send S [\"a\", 1, 0]",
                    "send S [\"b\", 2, 0]",
                    "send S [\"c\", 4, 0]",
                    "send S [\"d\", 8, 0]",
                    "expect Out [3]",
                    "expect Out [12]")));

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public WindowDescriptor descriptor() {
      return DESCRIPTOR;
    }

    @Override
    public Operator create(PlanNode.Window node, OperatorContext context, Output output) {
      WindowArguments arguments = new WindowArguments(node.arguments());
      long length = arguments.number(0);
      if (length == 0) {
        return new EmptyWindow(node, context, output);
      }
      return arguments.lastFlag()
          ? new StreamingLengthBatchWindow(node, context, output, length)
          : new LengthBatchWindow(node, context, output, length);
    }
  }
}
