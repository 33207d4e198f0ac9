package io.eventflux.core.time;

/** Where an operator asks to be woken. Pipeline thread only. */
public interface Timers {
  /** The clock of the app at this moment, epoch milliseconds; see language 3.2. */
  long nowMillis();

  /**
   * The clock of the app at a row of the range being processed, epoch milliseconds. On the wall
   * clock that is {@link #nowMillis}, which stands still inside a range. In playback the rows of a
   * range move the clock: there it is the later of {@link #nowMillis} and {@code timestampMillis},
   * and a row behind the clock is a range of its own, so that the answer does not depend on rows
   * that a filter has taken out.
   *
   * @param timestampMillis timestamp of the row that asks
   */
  default long nowMillisAt(long timestampMillis) {
    return nowMillis();
  }

  /**
   * Asks for one call of {@code onTime(dueMillis)} when the clock of the app reaches {@code
   * dueMillis}. Timers fire in order of due time, ties in order of registration, and before any row
   * of the same time. A due time in the past fires before the next row. Registered timers are part
   * of the snapshot of the pipeline, so an operator does not register again when it is restored.
   */
  void schedule(long dueMillis);
}
