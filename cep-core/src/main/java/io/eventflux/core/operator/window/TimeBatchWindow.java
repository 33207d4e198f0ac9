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
 * {@code timeBatch(t [, start] [, streaming])}: batches between boundaries of the clock that lie t
 * apart. A boundary emits one unit {@code [previous batch EXPIRED][RESET][batch CURRENT]}; an empty
 * batch emits the previous one as EXPIRED, once. Streaming: rows pass at once, and a boundary emits
 * {@code [batch EXPIRED][RESET]}.
 *
 * <p>The rhythm goes on while the window is empty, but without a timer: the next arrival finds the
 * next boundary by arithmetic.
 */
final class TimeBatchWindow implements Operator {
  /** No boundary has been set yet. */
  private static final long UNSET = Long.MIN_VALUE;

  private final Output output;
  private final Timers timers;
  private final boolean expiredNeeded;
  private final boolean isStreaming;
  private final boolean hasStart;
  private final long startMillis;
  private final long durationMillis;
  private final WindowRows rows;
  private final HeldWatermark watermark;

  /** The next boundary while a timer runs, else the last one. */
  private long boundaryMillis = UNSET;

  private boolean isTimerRunning;

  /** Rows of the previous batch that still have to expire; they stand first. */
  private int previousCount;

  private TimeBatchWindow(
      PlanNode.Window node, OperatorContext context, Output output, WindowArguments arguments) {
    this.output = output;
    this.timers = context.timers();
    this.expiredNeeded = node.expiredNeeded();
    this.durationMillis = arguments.number(0);
    this.hasStart = arguments.hasNumber(1);
    this.startMillis = hasStart ? arguments.number(1) : 0;
    this.isStreaming = arguments.lastFlag();
    this.rows = new WindowRows(node.schema());
    this.watermark = new HeldWatermark(output);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (isStreaming) {
      if (expiredNeeded) {
        rows.append(batch, lo, hi);
        startTimer(batch, lo);
      }
      output.emit(batch, lo, hi);
      return;
    }
    rows.append(batch, lo, hi);
    startTimer(batch, lo);
    for (int position = lo; position < hi; position++) {
      watermark.hold(batch.timestamps()[batch.row(position)]);
    }
  }

  private void startTimer(ColumnBatch batch, int firstPosition) {
    if (isTimerRunning) {
      return;
    }
    long now = timers.nowMillisAt(batch.timestamps()[batch.row(firstPosition)]);
    if (boundaryMillis != UNSET) {
      boundaryMillis = nextBoundary(now, boundaryMillis);
    } else {
      boundaryMillis = hasStart ? nextBoundary(now, startMillis) : after(now, durationMillis);
    }
    isTimerRunning = true;
    timers.schedule(boundaryMillis);
  }

  /** The first time after {@code now} that lies a multiple of the duration from {@code origin}. */
  private long nextBoundary(long now, long origin) {
    return after(now, durationMillis - Math.floorMod(now - origin, durationMillis));
  }

  /** {@code now} plus a time that is not negative; the end of time if it lies beyond. */
  private static long after(long now, long millis) {
    long sum = now + millis;
    return sum < now ? Long.MAX_VALUE : sum;
  }

  @Override
  public void onTime(long dueMillis) {
    long now = timers.nowMillis();
    int count = rows.size() - previousCount;
    if (isStreaming) {
      expireStreamed(count, now);
    } else {
      flush(count, now);
    }
    isTimerRunning = rows.size() > 0;
    if (isTimerRunning) {
      boundaryMillis = after(boundaryMillis, durationMillis);
      timers.schedule(boundaryMillis);
    }
    if (!isStreaming) {
      watermark.release();
    }
  }

  private void flush(int count, long now) {
    boolean needsReset = expiredNeeded && count > 0;
    if (needsReset) {
      rows.appendBlanks(1);
    }
    rows.selectExpired(0, previousCount, now, 0);
    if (needsReset) {
      rows.selectReset(previousCount + count, now, 0);
    }
    rows.selectCurrent(previousCount, count, 0);
    rows.emit(output);
    if (needsReset) {
      rows.dropLast(1);
    }
    rows.dropFirst(previousCount);
    previousCount = count;
    if (!expiredNeeded) {
      rows.dropFirst(count);
      previousCount = 0;
    }
  }

  private void expireStreamed(int count, long now) {
    rows.appendBlanks(1);
    rows.selectExpired(0, count, now, 0);
    rows.selectReset(count, now, 0);
    rows.emit(output);
    rows.dropFirst(count + 1);
  }

  @Override
  public long shortestTimerDelayMillis() {
    // The rhythm or a start time can put the boundary of the next arrival anywhere ahead of it.
    return isTimerRunning || (isStreaming && !expiredNeeded) ? Long.MAX_VALUE : 1;
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    if (isStreaming) {
      output.watermark(watermarkMillis);
    } else {
      watermark.receive(watermarkMillis);
    }
  }

  @Override
  public void snapshot(StateWriter writer) {
    writer.putLong(boundaryMillis);
    writer.putBoolean(isTimerRunning);
    writer.putInt(previousCount);
    rows.snapshot(writer);
    watermark.snapshot(writer);
  }

  @Override
  public void restore(StateReader reader) {
    boundaryMillis = reader.getLong();
    isTimerRunning = reader.getBoolean();
    previousCount = reader.getInt();
    rows.restore(reader);
    watermark.restore(reader);
  }

  /** Adds {@code timeBatch}. */
  public static final class Provider implements WindowProvider {
    private static final Parameter DURATION = new Parameter("duration", Kind.DURATION);
    private static final Parameter START = new Parameter("start.time", Kind.START);
    private static final Parameter STREAMING = new Parameter("stream.current.event", Kind.FLAG);

    private static final WindowDescriptor DESCRIPTOR =
        new WindowDescriptor(
            "timeBatch",
            List.of("tumbling", "tumble"),
            List.of(
                List.of(DURATION),
                List.of(DURATION, START),
                List.of(DURATION, STREAMING),
                List.of(DURATION, START, STREAMING)),
            WindowDescriptor.Expiry.BATCH,
            Availability.AVAILABLE,
            "Collects events between boundaries of the clock and emits them as one unit: the"
                + " previous batch expires, aggregates are reset, then the new batch. The first"
                + " boundary is one duration after the first event, or the next time congruent to"
                + " start.time. An empty batch only expires the one before. With"
                + " stream.current.event = true events pass at once and a boundary expires them.",
            List.of(
                Example.of(
                    "from S#window.timeBatch(10 sec) select sum(x) as s insert into Out",
                    "send S @0s [\"a\", 1, 0]",
                    "send S @5s [\"b\", 2, 0]",
                    "send S @10s [\"c\", 4, 0]",
                    "advance @20s",
                    "expect Out [3] @5000",
                    "expect Out [4] @10000")));

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public WindowDescriptor descriptor() {
      return DESCRIPTOR;
    }

    @Override
    public Operator create(PlanNode.Window node, OperatorContext context, Output output) {
      WindowArguments arguments = new WindowArguments(node.arguments());
      return arguments.number(0) == 0
          ? new EmptyWindow(node, context, output)
          : new TimeBatchWindow(node, context, output, arguments);
    }
  }
}
