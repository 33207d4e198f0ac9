package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.metric.Gauge;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream inside a pipeline: everything that is inserted into it arrives here, becomes CURRENT,
 * gets its event time, and goes to subscribers and readers in text order.
 *
 * <pre>
 *   rows -> stamp            their event time becomes their timestamp
 *        -> LengthCheck      texts that are too long are refused
 *        -> EventTimeCutter  pieces within which no reader changes its mind; late rows
 *        -> StreamReaders    subscribers, then operators
 *
 *   watermarks and ends of inputs -> StreamInputs -> StreamWatermark -> StreamReaders
 * </pre>
 *
 * Pipeline thread only.
 */
final class StreamHub implements Operator {
  /** Input number of late rows. */
  static final int LATE = -2;

  private final PlanNode.Stream node;
  private final Timers timers;
  private final StreamErrors errors;
  private final StreamReaders readers;
  private final StreamWatermark watermark;
  private final StreamInputs inputs;

  /** Null where every text may be as long as it likes. */
  private final @Nullable LengthCheck lengths;

  /** Null in a stream of arrival order, and so are the next three. */
  private final @Nullable EventTime eventTime;

  private final @Nullable IdleInputs idle;
  private final @Nullable UntimedRows untimedRows;
  private final @Nullable EventTimeCutter cutter;

  private final Counter lateCount = new Counter();
  private final ColumnBatch currentView = ColumnBatch.newView();
  private Operator[] timedOperators = new Operator[0];
  private boolean isClockRead;

  /** What may be idle in the pipeline. */
  private IdleInputs[] allIdle = {};

  /**
   * A stream without readers.
   *
   * @param wallMillis the wall clock, for times that cannot be
   * @param timers wakes this stream when who feeds it may be idle
   */
  StreamHub(
      PlanNode.Stream node,
      Wire wire,
      WorkStack workStack,
      PipelineErrors pipelineErrors,
      LongSupplier wallMillis,
      Timers timers) {
    this.node = node;
    this.timers = timers;
    this.errors = new StreamErrors(node, pipelineErrors);
    this.readers = new StreamReaders(node, wire, workStack, errors);
    this.watermark = new StreamWatermark(readers);
    this.lengths = node.lengths().isEmpty() ? null : new LengthCheck(node, errors, this::take);
    PlanNode.Watermark declared = node.watermark();
    if (declared == null) {
      this.idle = null;
      this.eventTime = null;
      this.inputs = new StreamInputs(node.inputs().size(), null, watermark);
      this.untimedRows = null;
      this.cutter = null;
      return;
    }
    IdleInputs idleInputs =
        declared.idleMillis() == 0 ? null : new IdleInputs(declared.idleMillis(), timers);
    EventTime time = new EventTime(declared, idleInputs);
    UntimedRows untimed = new UntimedRows(time, lateCount);
    this.idle = idleInputs;
    this.eventTime = time;
    this.inputs = new StreamInputs(node.inputs().size(), time, watermark);
    this.untimedRows = untimed;
    this.cutter =
        new EventTimeCutter(
            time, readers, watermark, inputs, untimed, errors, wallMillis, timers, idleInputs);
  }

  // ---- building ----

  /** The group windows behind this stream, which decide where ranges are cut. */
  void borders(WindowBorders windowBorders) {
    watermark.borders(windowBorders);
  }

  /** The rows of input {@code input} come from {@code stream} alone, which may be idle. */
  void upstream(int input, StreamHub stream) {
    inputs.upstream(input, stream.inputs);
  }

  /** What can be idle in the pipeline; the clocks of all start with the first row. */
  void allIdle(IdleInputs[] all) {
    allIdle = all;
    if (cutter != null) {
      cutter.allIdle(all);
    }
  }

  /** Tells who feeds this stream and may be idle; null: nobody ever is. */
  @Nullable IdleInputs idle() {
    return idle;
  }

  /** The operators behind this stream that may schedule timers. */
  void timedOperators(Operator[] operators) {
    timedOperators = operators;
  }

  /** Whether an expression behind this stream reads its watermark, or one that depends on it. */
  void watermarkRead(boolean isRead) {
    watermark.readByExpression(isRead);
  }

  /** Whether an expression behind this stream reads the clock of the app. */
  void clockRead(boolean isRead) {
    isClockRead = isRead;
  }

  /** Rows without a time go to {@code hub}; for streams with event time. */
  void lateHub(StreamHub hub) {
    if (untimedRows == null) {
      throw new IllegalArgumentException("stream '" + node.name() + "' has no event time");
    }
    untimedRows.lateHub(hub);
  }

  /** Input {@code input} is fed by this stream itself, so its watermark cannot hold back ours. */
  void ignoreWatermarksOf(int input) {
    inputs.ignoreWatermarksOf(input);
  }

  /** The publisher {@code id} will give rows of this stream and say when it ends. */
  void expectPublisher(int id) {
    inputs.expectPublisher(id);
  }

  void subscribe(RowConsumer subscriber) {
    readers.subscribe(subscriber);
  }

  // ---- what is there ----

  PlanNode.Stream node() {
    return node;
  }

  boolean isRead() {
    return readers.isAny();
  }

  /** W as the readers know it; {@link Long#MIN_VALUE} before the first one. */
  long watermarkMillis() {
    return watermark.millis();
  }

  /** How soon behind a row one of the operators behind this stream may set a timer. */
  @Override
  public long shortestTimerDelayMillis() {
    long shortest = Long.MAX_VALUE;
    for (Operator operator : timedOperators) {
      shortest = Math.min(shortest, operator.shortestTimerDelayMillis());
    }
    return shortest;
  }

  /**
   * By how much less than this the clock may move inside a range without anybody behind this stream
   * taking notice.
   */
  long shortestClockStepMillis() {
    long shortest = isClockRead ? 1 : Long.MAX_VALUE;
    for (IdleInputs one : allIdle) {
      shortest = Math.min(shortest, one.timeoutMillis());
    }
    return Math.min(shortest, shortestTimerDelayMillis());
  }

  Counter rowCount() {
    return readers.rowCount();
  }

  /** Rows without a time, whether there is a late stream or not. */
  Counter lateCount() {
    return lateCount;
  }

  /**
   * How far the time of this stream is known to be complete, epoch milliseconds; {@link
   * Long#MIN_VALUE}: not at all, {@link Long#MAX_VALUE}: nothing more comes.
   */
  Gauge watermark() {
    return watermark.shown();
  }

  /** See {@link StreamReaders#failedRow}. */
  FailedRow failedRow(RowSchema schema, ColumnBatch batch, int row) {
    return readers.failedRow(schema, batch, row);
  }

  /** See {@link StreamErrors#reportRecursion}. */
  void reportRecursion(ColumnBatch batch, int row, int hopCountMax) {
    errors.reportRecursion(batch, row, hopCountMax);
  }

  // ---- rows ----

  /** Makes the time attribute the timestamp of ring rows {@code [lo, hi)}, in place. */
  void stamp(ColumnBatch batch, int lo, int hi) {
    if (eventTime != null) {
      eventTime.stamp(batch, lo, hi, batch.timestamps());
    }
  }

  /**
   * The timestamps that {@link #stamp} would give rows {@code [lo, hi)}, by row index, if they
   * stand in the batch as they are; null if a row has no time of its own.
   */
  long @Nullable [] standingTimes(ColumnBatch batch, int lo, int hi) {
    return eventTime == null ? batch.timestamps() : eventTime.standingTimes(batch, lo, hi);
  }

  /** The time a row will have once it is stamped. */
  long timeOf(ColumnBatch batch, int row) {
    return eventTime == null || eventTime.isMissing(batch, row)
        ? batch.timestamps()[row]
        : eventTime.timeOf(batch, row);
  }

  /**
   * Takes rows from outside, already stamped.
   *
   * @param publishers publisher ids by row; null: all rows are of {@code publisher}
   */
  void processOutside(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    inputs.fedFromOutside();
    admit(batch, lo, hi, publishers, publisher);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    ColumnBatch rows = batch;
    if (eventTime != null) {
      // The timestamps belong to the query that emits; other readers of its rows must not see ours.
      rows = ColumnBatch.newView().viewOf(batch);
      rows.kinds(null);
      rows.showTimestamps(eventTime.stampedTimes(batch, lo, hi));
    } else if (batch.kinds() != null) {
      rows = currentView.viewOf(batch);
      rows.kinds(null);
    }
    admit(rows, lo, hi, null, -1);
  }

  private void admit(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (lengths == null) {
      take(batch, lo, hi, publishers, publisher);
    } else {
      lengths.take(batch, lo, hi, publishers, publisher);
    }
  }

  private void take(ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (lo == hi) {
      return;
    }
    if (cutter == null) {
      readers.give(batch, lo, hi);
    } else {
      cutter.take(batch, lo, hi, publishers, publisher);
    }
  }

  // ---- time ----

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    inputs.onWatermark(input, watermarkMillis);
  }

  /** A publisher gives no more rows of this stream. */
  void endPublisher(int publisher) {
    inputs.endPublisher(publisher);
  }

  @Override
  public void onTime(long dueMillis) {
    if (cutter != null) {
      cutter.onTime(dueMillis);
    }
  }

  // ---- state ----

  @Override
  public void snapshot(StateWriter writer) {
    boolean isTimed =
        eventTime != null || watermark.millis() != Long.MIN_VALUE || inputs.isAnyTimed();
    if (!isTimed && !inputs.wasIdle()) {
      // Arrival order: there is nothing to keep.
      return;
    }
    writer.putLong(watermark.millis());
    inputs.snapshot(writer);
    writer.putBoolean(eventTime != null);
    if (eventTime != null) {
      eventTime.snapshot(writer);
    }
    if (allIdle.length > 0) {
      writer.putBoolean(inputs.wasIdle());
      writer.putBoolean(idle != null);
      if (idle != null) {
        idle.snapshot(writer);
      }
    }
  }

  @Override
  public void restore(StateReader reader) {
    long watermarkMillis = reader.getLong();
    inputs.restore(reader);
    if (reader.getBoolean() != (eventTime != null)) {
      throw new StateFormatException("its event time has been declared or removed since");
    }
    if (eventTime != null) {
      eventTime.restore(reader);
    }
    if (reader.remaining() > 0) {
      restoreIdle(reader);
    }
    watermark.restore(watermarkMillis);
  }

  /** An idle time may have been declared or removed since. */
  private void restoreIdle(StateReader reader) {
    boolean isIdle = reader.getBoolean();
    inputs.restoreIdle(isIdle && allIdle.length > 0);
    if (reader.getBoolean()) {
      (idle != null ? idle : new IdleInputs(1, timers)).restore(reader);
    }
  }
}
