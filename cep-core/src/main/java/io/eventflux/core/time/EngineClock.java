package io.eventflux.core.time;

/** The only place where the engine reads a clock. Any thread. */
public interface EngineClock {
  /** The present time in epoch milliseconds. */
  long millis();

  /** A monotonic reading in nanoseconds, for durations and time-outs only. */
  long nanos();

  /** The clock of the machine. */
  static EngineClock system() {
    return SystemClock.INSTANCE;
  }
}
