package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The event time of one stream: where it stands in a row, and how far it is known to be complete
 * (language 7.1). The watermark is the greatest time seen minus the delay; where several sources
 * feed the stream, the least of theirs over those that have not ended and are not idle. Rows that
 * callers send beside several sources do not move it. Pipeline thread only.
 */
final class EventTime {
  private static final long NONE = Long.MIN_VALUE;

  private final PlanNode.Watermark plan;
  private final @Nullable IdleInputs idle;

  /** Slot of each declared publisher by publisher id, -1: not declared. */
  private int[] slots = new int[0];

  private long[] timeMax = {NONE};
  private boolean[] hasEnded = {false};
  private int slotCount;
  private long watermarkMillis = NONE;

  /** Times by row index where they do not stand in the batch. */
  private long[] stampedTimes = new long[0];

  /**
   * The event time that {@code plan} declares.
   *
   * @param idle tells which publishers do not hold back the watermark; null: all do
   */
  EventTime(PlanNode.Watermark plan, @Nullable IdleInputs idle) {
    this.plan = plan;
    this.idle = idle;
  }

  /** The publisher {@code id} will give rows and say when it ends. Before the first row. */
  void expect(int id) {
    if (slots.length <= id) {
      int known = slots.length;
      slots = Arrays.copyOf(slots, id + 1);
      Arrays.fill(slots, known, id + 1, -1);
    }
    slots[id] = slotCount++;
    timeMax = new long[slotCount];
    Arrays.fill(timeMax, NONE);
    hasEnded = new boolean[slotCount];
    if (idle != null) {
      idle.resize(slotCount);
    }
  }

  /** The slot of a publisher; -1: its rows do not move the watermark. */
  int slotOf(int publisher) {
    if (slotCount <= 1) {
      return 0;
    }
    return publisher >= 0 && publisher < slots.length ? slots[publisher] : -1;
  }

  /** Whether all who have not ended are idle, and somebody is. */
  boolean isIdle() {
    if (idle == null) {
      return false;
    }
    boolean isAnyIdle = false;
    for (int slot = 0; slot < hasEnded.length; slot++) {
      if (!hasEnded[slot] && !idle.isIdle(slot)) {
        return false;
      }
      isAnyIdle |= !hasEnded[slot];
    }
    return isAnyIdle;
  }

  /** Some publishers are idle that were not: the others say how far time is. */
  void giveUpIdle() {
    if (slotCount > 1) {
      raiseToMinimum();
    }
  }

  /** W; {@link Long#MIN_VALUE} before the first row with a time. */
  long watermarkMillis() {
    return watermarkMillis;
  }

  /** Whether row {@code row} has no time. */
  boolean isMissing(ColumnBatch batch, int row) {
    return batch.column(plan.column()).nulls()[row];
  }

  /** Whether a time is so much later than the clock that its row must not be taken. */
  boolean isTooFar(long timeMillis, long nowMillis) {
    return plan.isBounded() && timeMillis - plan.futureMillisMax() > nowMillis;
  }

  /** Whether one of the rows at positions {@code [lo, hi)} has such a time. */
  boolean isAnyTooFar(ColumnBatch batch, int lo, int hi, long nowMillis) {
    if (!plan.isBounded()) {
      return false;
    }
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (!isMissing(batch, row) && isTooFar(timeOf(batch, row), nowMillis)) {
        return true;
      }
    }
    return false;
  }

  /** The time of row {@code row}, which has one. */
  long timeOf(ColumnBatch batch, int row) {
    return ((LongColumn) batch.column(plan.column())).values()[row];
  }

  /** Whether one of the rows at positions {@code [lo, hi)} has no time. */
  boolean isAnyMissing(ColumnBatch batch, int lo, int hi) {
    boolean[] nulls = batch.column(plan.column()).nulls();
    int[] rows = batch.selection();
    for (int k = lo; k < hi; k++) {
      if (nulls[rows == null ? k : rows[k]]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the time attribute the timestamp of the rows at positions {@code [lo, hi)}; rows without
   * a time keep theirs.
   */
  void stamp(ColumnBatch batch, int lo, int hi, long[] timestamps) {
    LongColumn column = (LongColumn) batch.column(plan.column());
    long[] times = column.values();
    boolean[] nulls = column.nulls();
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (!nulls[row]) {
        timestamps[row] = times[row];
      }
    }
  }

  /**
   * The times of all rows by row index, as they stand in the batch; undefined where one is missing.
   */
  long[] times(ColumnBatch batch) {
    return ((LongColumn) batch.column(plan.column())).values();
  }

  /** As {@link #times}; null if one of the rows at positions {@code [lo, hi)} has no time. */
  long @Nullable [] standingTimes(ColumnBatch batch, int lo, int hi) {
    return isAnyMissing(batch, lo, hi) ? null : times(batch);
  }

  /**
   * The times of the rows at positions {@code [lo, hi)} by row index, without a change of the
   * batch; rows without a time keep their timestamp. Valid until the next call.
   */
  long[] stampedTimes(ColumnBatch batch, int lo, int hi) {
    long[] standing = standingTimes(batch, lo, hi);
    if (standing != null) {
      return standing;
    }
    long[] timestamps = batch.timestamps();
    if (stampedTimes.length < timestamps.length) {
      stampedTimes = new long[timestamps.length];
    }
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      stampedTimes[row] = timestamps[row];
    }
    stamp(batch, lo, hi, stampedTimes);
    return stampedTimes;
  }

  /** Whether the greatest time of some rows says as much as all of them, whoever gave them. */
  boolean isOfOnePublisher() {
    return slotCount <= 1;
  }

  /** W once a row of {@code timeMillis} has been seen; for streams of one publisher. */
  long watermarkAfter(long timeMillis) {
    return Math.max(watermarkMillis, delayed(Math.max(timeMax[0], timeMillis)));
  }

  /** Takes the time of one row into account. */
  void see(long timeMillis, int publisher) {
    if (slotCount <= 1) {
      timeMax[0] = Math.max(timeMax[0], timeMillis);
      raise(delayed(timeMax[0]));
      return;
    }
    int slot = slotOf(publisher);
    if (slot >= 0 && timeMillis > timeMax[slot]) {
      timeMax[slot] = timeMillis;
      raiseToMinimum();
    }
  }

  /** A declared publisher gives no more rows. */
  void end(int publisher) {
    int slot = publisher < slots.length ? slots[publisher] : -1;
    if (slot >= 0) {
      hasEnded[slot] = true;
      if (slotCount > 1) {
        raiseToMinimum();
      }
    }
  }

  /** Whether all declared publishers have ended; true without any. */
  boolean haveAllEnded() {
    for (int slot = 0; slot < slotCount; slot++) {
      if (!hasEnded[slot]) {
        return false;
      }
    }
    return true;
  }

  void snapshot(StateWriter writer) {
    writer.putLong(watermarkMillis);
    writer.putInt(timeMax.length);
    for (long time : timeMax) {
      writer.putLong(time);
    }
  }

  void restore(StateReader reader) {
    watermarkMillis = reader.getLong();
    int count = reader.getCount(Long.BYTES);
    if (count != timeMax.length) {
      throw new StateFormatException(
          "it was fed by " + count + " sources, and now by " + timeMax.length);
    }
    for (int i = 0; i < count; i++) {
      timeMax[i] = reader.getLong();
    }
  }

  private void raiseToMinimum() {
    long minimum = Long.MAX_VALUE;
    boolean isAnyActive = false;
    for (int slot = 0; slot < slotCount; slot++) {
      if (!hasEnded[slot] && (idle == null || !idle.isIdle(slot))) {
        isAnyActive = true;
        minimum = Math.min(minimum, timeMax[slot]);
      }
    }
    if (isAnyActive && minimum != NONE) {
      raise(delayed(minimum));
    }
  }

  private void raise(long millis) {
    watermarkMillis = Math.max(watermarkMillis, millis);
  }

  private long delayed(long millis) {
    // No time is so small that subtracting the delay may wrap to a watermark in the far future.
    return millis < Long.MIN_VALUE + 1 + plan.delayMillis()
        ? Long.MIN_VALUE + 1
        : millis - plan.delayMillis();
  }
}
