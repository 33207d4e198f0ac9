package io.eventflux.core.pipeline;

import io.eventflux.core.operator.Operator;
import io.eventflux.core.time.TimerQueue;
import io.eventflux.core.time.Timers;

/**
 * The clock of the app as one pipeline sees it, and the timers of its operators (language 3.2). It
 * moves only when it is told to: by ticks, and in playback by rows. Pipeline thread only.
 */
final class PipelineClock {
  private final Operator[] operators;
  private final boolean playback;
  private TimerQueue timers = new TimerQueue();
  private boolean isStarted;
  private long nowMillis;

  /**
   * A clock that has not started.
   *
   * @param operators the operators by number; filled later
   */
  PipelineClock(Operator[] operators, boolean playback) {
    this.operators = operators;
    this.playback = playback;
  }

  boolean isPlayback() {
    return playback;
  }

  /** Whether the clock has a time; 0 until then. */
  boolean isStarted() {
    return isStarted;
  }

  long nowMillis() {
    return nowMillis;
  }

  long nextDueMillis() {
    return timers.nextDueMillis();
  }

  /**
   * Moves the clock to {@code millis} and fires the timers due until then, each at its due time. An
   * earlier time leaves the clock where it is and fires what is due there. A clock that has not
   * started takes the time as its first.
   */
  void advanceTo(long millis) {
    if (!isStarted) {
      isStarted = true;
      nowMillis = millis;
    }
    long target = Math.max(millis, nowMillis);
    long due;
    while ((due = timers.nextDueMillis()) <= target) {
      int operator = timers.take();
      nowMillis = Math.max(nowMillis, due);
      operators[operator].onTime(due);
    }
    nowMillis = target;
  }

  /** Fires timers that rows have scheduled for a time that is already reached. */
  void fireDue() {
    if (timers.nextDueMillis() <= nowMillis && isStarted) {
      advanceTo(nowMillis);
    }
  }

  /** Shows the timers in firing order. */
  void forEachTimer(TimerQueue.Visitor visitor) {
    timers.forEach(visitor);
  }

  /**
   * Takes the clock to a state it had before; the timers follow with {@link #restoreTimer} in
   * firing order.
   */
  void restore(boolean wasStarted, long millis) {
    isStarted = wasStarted;
    nowMillis = millis;
    timers = new TimerQueue();
  }

  /** Adds a timer of a snapshot. */
  void restoreTimer(int operator, long dueMillis) {
    timers.schedule(operator, dueMillis);
  }

  /**
   * The timers of operator number {@code operator}.
   *
   * @param mayBeScheduled whether it sets some: ranges are cut at the timers of these only
   */
  Timers timersOf(int operator, boolean mayBeScheduled) {
    return new Timers() {
      @Override
      public long nowMillis() {
        return nowMillis;
      }

      @Override
      public long nowMillisAt(long timestampMillis) {
        return playback ? Math.max(nowMillis, timestampMillis) : nowMillis;
      }

      @Override
      public void schedule(long dueMillis) {
        assert mayBeScheduled : "the traits of the node say that it sets timers";
        timers.schedule(operator, dueMillis);
      }
    };
  }
}
