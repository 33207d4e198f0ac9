package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.time.Timers;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of a stream with event time to its readers, and the watermark behind them: cut
 * where the watermark passes a border, so that readers judge rows against the same watermark at any
 * range size. Rows without a time, and those whose time cannot be, are set aside. Pipeline thread
 * only.
 */
final class EventTimeCutter {
  private final EventTime time;
  private final StreamReaders readers;
  private final StreamWatermark watermark;
  private final StreamInputs inputs;
  private final UntimedRows untimedRows;
  private final StreamErrors errors;
  private final LongSupplier wallMillis;
  private final Timers timers;

  /** Who of those that feed this stream is idle; null: nobody ever is. */
  private final @Nullable IdleInputs idle;

  /** Those of all streams of the pipeline; their clocks start with the first row. */
  private IdleInputs[] allIdle = {};

  private boolean hasStartedIdle;
  private int[] timedRows = new int[0];

  /**
   * Rows have not come yet.
   *
   * @param wallMillis the wall clock, for times that cannot be
   * @param timers those of the stream
   */
  EventTimeCutter(
      EventTime time,
      StreamReaders readers,
      StreamWatermark watermark,
      StreamInputs inputs,
      UntimedRows untimedRows,
      StreamErrors errors,
      LongSupplier wallMillis,
      Timers timers,
      @Nullable IdleInputs idle) {
    this.time = time;
    this.readers = readers;
    this.watermark = watermark;
    this.inputs = inputs;
    this.untimedRows = untimedRows;
    this.errors = errors;
    this.wallMillis = wallMillis;
    this.timers = timers;
    this.idle = idle;
  }

  /** What may be idle in the pipeline. While it is built. */
  void allIdle(IdleInputs[] all) {
    allIdle = all;
  }

  /**
   * Gives whole units on, which are stamped.
   *
   * @param publishers publisher ids by row; null: all rows are of {@code publisher}
   */
  void take(ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    long[] timestamps = batch.timestamps();
    long now = wallMillis.getAsLong();
    boolean isAnyMissing = time.isAnyMissing(batch, lo, hi) || time.isAnyTooFar(batch, lo, hi, now);
    if (!isAnyMissing && time.isOfOnePublisher() && isUncut(batch, lo, hi)) {
      see(timestamps[batch.row(hi - 1)], publisher);
      give(batch, lo, hi);
      return;
    }
    int from = lo;
    int k = lo;
    while (k < hi) {
      int end = Units.end(batch, k, hi);
      if (isAnyMissing
          && (time.isAnyMissing(batch, k, end) || time.isAnyTooFar(batch, k, end, now))) {
        give(batch, from, k);
        giveTimed(batch, k, end, publishers, publisher);
        k = end;
        from = end;
        continue;
      }
      long before = time.watermarkMillis();
      if (before != watermark.millis()) {
        for (int i = k; i < end; i++) {
          long millis = timestamps[batch.row(i)];
          if (millis < before && watermark.isLate(millis, before)) {
            give(batch, from, k);
            from = k;
            break;
          }
        }
      }
      for (int i = k; i < end; i++) {
        int row = batch.row(i);
        see(timestamps[row], publishers == null ? publisher : publishers[row]);
      }
      k = end;
      if (time.watermarkMillis() >= watermark.borderNext()
          && time.watermarkMillis() != Long.MIN_VALUE) {
        give(batch, from, k);
        from = k;
      }
    }
    give(batch, from, hi);
  }

  private void give(ColumnBatch batch, int lo, int hi) {
    if (lo < hi) {
      readers.give(batch, lo, hi);
    }
    watermark.advanceTo(time.watermarkMillis());
  }

  /** Takes the time of a row into account, and that there was one. */
  private void see(long millis, int publisher) {
    if (allIdle.length > 0) {
      long nowMillis = timers.nowMillisAt(millis);
      if (!hasStartedIdle) {
        hasStartedIdle = true;
        for (IdleInputs one : allIdle) {
          one.start(nowMillis);
        }
      }
      int slot = time.slotOf(publisher);
      if (idle != null && slot >= 0 && idle.see(slot, nowMillis)) {
        inputs.showIdle();
      }
    }
    time.see(millis, publisher);
  }

  /**
   * Whether rows stand in the order of their times, the usual case, and no reader changes its mind
   * on the way: the first, the oldest, is not too late even for the watermark behind the last, and
   * that one reaches no border.
   */
  private boolean isUncut(ColumnBatch batch, int lo, int hi) {
    long[] timestamps = batch.timestamps();
    int[] rows = batch.selection();
    long first = timestamps[batch.row(lo)];
    long last = first;
    for (int k = lo + 1; k < hi; k++) {
      long millis = timestamps[rows == null ? k : rows[k]];
      if (millis < last) {
        return false;
      }
      last = millis;
    }
    long after = time.watermarkAfter(last);
    return after < watermark.borderNext() && !(first < after && watermark.isLate(first, after));
  }

  /**
   * One unit with rows that have no time, or one that cannot be: the others go on, then those
   * without a time go to the late stream.
   */
  private void giveTimed(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (timedRows.length < hi - lo) {
      timedRows = new int[hi - lo];
    }
    int timedCount = 0;
    int untimedCount = 0;
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (time.isMissing(batch, row)) {
        untimedCount++;
      } else if (time.isTooFar(time.timeOf(batch, row), wallMillis.getAsLong())) {
        errors.refuse(
            batch,
            row,
            "its time "
                + Instant.ofEpochMilli(time.timeOf(batch, row))
                + " is later than the clock by more than 'max-future' allows");
      } else {
        timedRows[timedCount++] = row;
      }
    }
    ColumnBatch timed = ColumnBatch.newView().viewOf(batch);
    timed.selection(timedRows);
    if (timedCount > 0) {
      give(timed, 0, 0);
      for (int i = 0; i < timedCount; i++) {
        int row = timedRows[i];
        see(batch.timestamps()[row], publishers == null ? publisher : publishers[row]);
      }
      give(timed, 0, timedCount);
    }
    untimedRows.take(batch, lo, hi, untimedCount);
  }

  /** A timer of the stream is due: nobody waits for those who have been silent for long. */
  void onTime(long dueMillis) {
    if (idle == null || !idle.onTime(dueMillis)) {
      return;
    }
    time.giveUpIdle();
    watermark.advanceTo(time.watermarkMillis());
    inputs.showIdle();
  }
}
