package io.eventflux.core.pipeline;

import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;
import java.util.Arrays;

/**
 * Which of those who feed a stream have given no rows for so long that nobody waits for them
 * (language 7.1, {@code idle.timeout}). Time is the clock of the app, so that a replay finds the
 * same ones idle. Pipeline thread only.
 */
final class IdleInputs {
  private final long timeoutMillis;
  private final Timers timers;
  private long[] seenMillis = {0};
  private boolean[] idle = {false};
  private boolean isStarted;
  private boolean isTimerRunning;

  /**
   * Inputs whose clock has not started.
   *
   * @param timers of the stream
   */
  IdleInputs(long timeoutMillis, Timers timers) {
    this.timeoutMillis = timeoutMillis;
    this.timers = timers;
  }

  /** How long an input is silent before it is idle. */
  long timeoutMillis() {
    return timeoutMillis;
  }

  /** There are so many inputs. Before the first row. */
  void resize(int count) {
    seenMillis = new long[count];
    idle = new boolean[count];
  }

  /** From now on, {@code nowMillis}, rows are expected; does nothing a second time. */
  void start(long nowMillis) {
    if (!isStarted) {
      isStarted = true;
      Arrays.fill(seenMillis, nowMillis);
      schedule(nowMillis);
    }
  }

  private void schedule(long seen) {
    isTimerRunning = true;
    timers.schedule(seen > Long.MAX_VALUE - timeoutMillis ? Long.MAX_VALUE : seen + timeoutMillis);
  }

  /** Takes note of a row; returns whether its input was idle until now. */
  boolean see(int input, long nowMillis) {
    seenMillis[input] = Math.max(seenMillis[input], nowMillis);
    if (!isTimerRunning) {
      schedule(nowMillis);
    }
    boolean wasIdle = idle[input];
    idle[input] = false;
    return wasIdle;
  }

  /** The timer has fired at {@code nowMillis}; returns whether more inputs are idle now. */
  boolean onTime(long nowMillis) {
    isTimerRunning = false;
    boolean isAnyNew = false;
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < idle.length; i++) {
      if (!idle[i] && nowMillis - seenMillis[i] >= timeoutMillis) {
        idle[i] = true;
        isAnyNew = true;
      }
      earliest = idle[i] ? earliest : Math.min(earliest, seenMillis[i]);
    }
    if (earliest != Long.MAX_VALUE) {
      schedule(earliest);
    }
    return isAnyNew;
  }

  boolean isIdle(int input) {
    return idle[input];
  }

  void snapshot(StateWriter writer) {
    writer.putBoolean(isStarted);
    writer.putBoolean(isTimerRunning);
    writer.putInt(idle.length);
    for (int i = 0; i < idle.length; i++) {
      writer.putLong(seenMillis[i]);
      writer.putBoolean(idle[i]);
    }
  }

  void restore(StateReader reader) {
    isStarted = reader.getBoolean();
    isTimerRunning = reader.getBoolean();
    int count = reader.getCount(Long.BYTES + 1);
    resize(count);
    for (int i = 0; i < count; i++) {
      seenMillis[i] = reader.getLong();
      idle[i] = reader.getBoolean();
    }
  }
}
