package io.eventflux.core.time;

import java.util.concurrent.locks.LockSupport;

/** The only place where the engine reads a clock. Any thread. */
public interface EngineClock {
  /** The present time in epoch milliseconds. */
  long millis();

  /** A monotonic reading in nanoseconds, for durations and time-outs only. */
  long nanos();

  /**
   * Lets the calling thread wait for about {@code nanos} nanoseconds, or less; also when it is
   * interrupted. A clock that does not go by itself returns at once.
   */
  default void park(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  /** The clock of the machine. */
  static EngineClock system() {
    return SystemClock.INSTANCE;
  }
}
