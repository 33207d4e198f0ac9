package io.eventflux.core.operator;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * A single-threaded step in a pipeline. All calls come from the pipeline thread, one at a time. An
 * operator reads no clock, starts no thread, and gives rows on by direct calls of its {@link
 * Output}. Its results depend on the rows and times it is given, never on how they were cut into
 * ranges.
 */
public interface Operator extends AutoCloseable {
  /**
   * A watermark that says that the input has ended for now. Whatever waits for time is closed, as
   * if time had gone on far enough. It is passed on and never kept: the app may be started again
   * with more input, and rows that nothing closed has missed are still in time then.
   */
  long END_OF_INPUT = Long.MAX_VALUE;

  /**
   * Takes the rows at positions {@code [lo, hi)} of {@code batch}: whole units, {@code lo < hi}. No
   * timer falls due between two of them.
   *
   * @param input ordinal of the input they come from
   * @param batch valid during the call only
   */
  void process(int input, ColumnBatch batch, int lo, int hi);

  /**
   * A timer that this operator scheduled has come due; the clock of the app stands at {@code
   * dueMillis}. What it emits is one unit unless said otherwise.
   */
  default void onTime(long dueMillis) {}

  /**
   * The watermark of an input has risen: no more rows with a smaller timestamp are expected there.
   * An operator that holds nothing back passes it on with {@link Output#watermark}.
   *
   * @param watermarkMillis epoch milliseconds, or {@link #END_OF_INPUT}
   */
  void onWatermark(int input, long watermarkMillis);

  /**
   * Shortest time between a row (the earlier of its timestamp and the clock at it) and a timer that
   * it may schedule, in milliseconds. The pipeline cuts ranges so that no such timer falls inside
   * one. Asked before every range, because it may depend on state: {@link Long#MAX_VALUE} says that
   * the next rows schedule no timers.
   */
  default long shortestTimerDelayMillis() {
    return Long.MAX_VALUE;
  }

  /**
   * Whether the clock decides nothing here but the time of rows that expire. Where nobody behind
   * this operator sees that time, the clock need not be read for its rows.
   */
  default boolean usesClockForExpiryOnly() {
    return false;
  }

  /**
   * Writes all state that {@link #restore} needs to go on as if nothing had happened. Between two
   * ranges only.
   */
  void snapshot(StateWriter writer);

  /** Reads what {@link #snapshot} of the same version wrote; called once, before the first row. */
  void restore(StateReader reader);

  /** Lets go of resources; called once, after the last row. */
  @Override
  default void close() {}
}
