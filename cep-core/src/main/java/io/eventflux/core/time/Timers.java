package io.eventflux.core.time;

/** Where an operator asks to be woken. Pipeline thread only. */
public interface Timers {
  /** The clock of the app at this moment, epoch milliseconds; see language 3.2. */
  long nowMillis();

  /**
   * Asks for one call of {@code onTime(dueMillis)} when the clock of the app reaches {@code
   * dueMillis}. Timers fire in order of due time, ties in order of registration, and before any row
   * of the same time. A due time in the past fires before the next row. Registered timers are part
   * of the snapshot of the pipeline, so an operator does not register again when it is restored.
   */
  void schedule(long dueMillis);
}
