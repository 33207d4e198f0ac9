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
 * {@code time(t)}: a row with timestamp s leaves when the clock reaches s + t, in queue order. Only
 * the oldest row has a timer; each firing is a unit of all rows due.
 */
final class TimeWindow implements Operator {
  private final Output output;
  private final Timers timers;
  private final boolean expiredNeeded;
  private final long durationMillis;
  private final WindowRows rows;

  private TimeWindow(
      PlanNode.Window node, OperatorContext context, Output output, long durationMillis) {
    this.output = output;
    this.timers = context.timers();
    this.expiredNeeded = node.expiredNeeded();
    this.durationMillis = durationMillis;
    this.rows = new WindowRows(node.schema());
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (expiredNeeded) {
      boolean wasEmpty = rows.size() == 0;
      rows.append(batch, lo, hi);
      if (wasEmpty) {
        scheduleOldest();
      }
    }
    output.emit(batch, lo, hi);
  }

  private void scheduleOldest() {
    long due = rows.timestamp(0) + durationMillis;
    // A window longer than time itself never expires anything.
    if (due >= rows.timestamp(0)) {
      timers.schedule(due);
    }
  }

  @Override
  public void onTime(long dueMillis) {
    long now = timers.nowMillis();
    int dueCount = 0;
    while (dueCount < rows.size() && rows.timestamp(dueCount) <= now - durationMillis) {
      dueCount++;
    }
    rows.selectExpired(0, dueCount, now, 0);
    rows.emit(output);
    rows.dropFirst(dueCount);
    if (rows.size() > 0) {
      scheduleOldest();
    }
  }

  @Override
  public long shortestTimerDelayMillis() {
    return expiredNeeded && rows.size() == 0 ? durationMillis : Long.MAX_VALUE;
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

  /** Adds {@code time}. */
  public static final class Provider implements WindowProvider {
    private static final WindowDescriptor DESCRIPTOR =
        new WindowDescriptor(
            "time",
            List.of("sliding"),
            List.of(List.of(new Parameter("duration", Kind.DURATION))),
            WindowDescriptor.Expiry.SLIDING,
            Availability.AVAILABLE,
            "Keeps the events of the last duration on the clock of the app: an event with"
                + " timestamp s expires when the clock reaches s + duration, before an event of"
                + " that time is handled. Events leave in the order in which they arrived.",
            List.of(
                Example.of(
                    "from S#window.time(10 sec) select sum(x) as s insert into Out",
                    "send S @0s [\"a\", 1, 0]",
                    "send S @5s [\"b\", 2, 0]",
                    "send S @10s [\"c\", 4, 0]",
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
      long duration = new WindowArguments(node.arguments()).number(0);
      return new TimeWindow(node, context, output, duration);
    }
  }
}
