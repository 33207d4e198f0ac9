package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.metric.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Cuts ranges of whole units where a timer fires between two of them, and gives the pieces to their
 * stream: nothing happens inside of a piece but its rows. Pipeline thread only, but for the
 * counters.
 */
final class RangeCutter {
  private final PipelineClock clock;
  private final Counter processedCount = new Counter();
  private final Counter unreadCount = new Counter();

  RangeCutter(PipelineClock clock) {
    this.clock = clock;
  }

  /** Rows of streams that something reads. */
  Counter processedCount() {
    return processedCount;
  }

  /** Rows of streams that nothing reads. */
  Counter unreadCount() {
    return unreadCount;
  }

  /**
   * Processes whole units of one stream from outside, which have their event time.
   *
   * @param publishers publisher ids by row; null: all rows are of {@code publisher}
   */
  void take(
      StreamHub hub, ColumnBatch rows, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (hub.isRead()) {
      processedCount.add(hi - lo);
    } else {
      unreadCount.add(hi - lo);
    }
    if (clock.isPlayback()) {
      takeInPlayback(hub, rows, lo, hi, publishers, publisher);
    } else {
      takeOnWallClock(hub, rows, lo, hi, publishers, publisher);
    }
  }

  /**
   * The clock stands still; but a row with an old time may schedule a timer that is due before the
   * next row.
   */
  private void takeOnWallClock(
      StreamHub hub, ColumnBatch rows, int lo, int hi, int @Nullable [] publishers, int publisher) {
    long[] timestamps = rows.timestamps();
    long now = clock.nowMillis();
    int from = lo;
    while (from < hi) {
      long delay = hub.shortestTimerDelayMillis();
      int to = hi;
      if (delay != Long.MAX_VALUE) {
        to = from;
        boolean isDue = false;
        while (to < hi && !isDue) {
          int end = Units.end(rows, to, hi);
          for (int i = to; i < end; i++) {
            isDue |= dueMillis(Math.min(timestamps[i], now), delay) <= now;
          }
          to = end;
        }
      }
      hub.processOutside(rows, from, to, publishers, publisher);
      clock.fireDue();
      from = to;
    }
  }

  /**
   * Rows move the clock. A range ends before the first unit whose time reaches a timer, one that
   * waits or one that a row of the range may schedule; and a unit with a row behind the clock is a
   * range of its own. Where expressions read the clock, all rows of a range have the same time.
   */
  private void takeInPlayback(
      StreamHub hub, ColumnBatch rows, int lo, int hi, int @Nullable [] publishers, int publisher) {
    long[] timestamps = rows.timestamps();
    int from = lo;
    while (from < hi) {
      int to = Units.end(rows, from, hi);
      boolean isTimed = stampUntimed(timestamps, from, to);
      if (!isTimed && !clock.isStarted()) {
        // The clock starts with the first event that has a time.
        hub.processOutside(rows, from, to, publishers, publisher);
        from = to;
        continue;
      }
      long latest = timestamps[from];
      for (int i = from + 1; i < to; i++) {
        latest = Math.max(latest, timestamps[i]);
      }
      clock.advanceTo(latest);
      long now = clock.nowMillis();
      boolean isAlone = false;
      for (int i = from; i < to; i++) {
        isAlone |= timestamps[i] != now;
      }
      if (!isAlone) {
        long limit = Math.min(clock.nextDueMillis(), dueMillis(now, hub.shortestClockStepMillis()));
        while (to < hi) {
          int end = Units.end(rows, to, hi);
          for (int i = to; i < end; i++) {
            if (timestamps[i] == Pipeline.TIME_OF_CLOCK) {
              timestamps[i] = now;
            }
          }
          long time = timestamps[to];
          boolean isEven = true;
          for (int i = to + 1; i < end; i++) {
            isEven &= timestamps[i] == time;
          }
          if (!isEven || time < now || time >= limit) {
            break;
          }
          now = time;
          to = end;
        }
      }
      hub.processOutside(rows, from, to, publishers, publisher);
      clock.advanceTo(now);
      from = to;
    }
  }

  /** Gives rows without a time the clock; returns whether one of them had a time. */
  boolean stampUntimed(long[] timestamps, int lo, int hi) {
    boolean isAnyTimed = false;
    for (int i = lo; i < hi; i++) {
      if (timestamps[i] == Pipeline.TIME_OF_CLOCK) {
        timestamps[i] = clock.nowMillis();
      } else {
        isAnyTimed = true;
      }
    }
    return isAnyTimed;
  }

  private static long dueMillis(long millis, long delayMillis) {
    return millis > Long.MAX_VALUE - delayMillis ? Long.MAX_VALUE : millis + delayMillis;
  }
}
