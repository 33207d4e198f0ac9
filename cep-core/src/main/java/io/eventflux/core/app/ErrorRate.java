package io.eventflux.core.app;

import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * Watches how many events of one source cannot be decoded, or how many rows of one stream cannot be
 * processed. Events are counted in the order of the source and in blocks, so that the same input
 * gives the same answer in whatever portions it is read:
 *
 * <pre>
 *   events   0 ... 999 | 1000 ... 1999 | 2000 ...
 *                        x x     x       x             failed so far: 3 in one block, 1 in the next
 * </pre>
 *
 * More than the rate allows in one block is too much, and so is, at the end of the input, more than
 * it allows of all events: an input may be shorter than a block. Any thread.
 */
final class ErrorRate {
  /** The option that says how many. */
  static final String OPTION = "error.max-rate";

  static final int BLOCK_EVENTS = 1_000;

  private final double percentMax;
  private long eventCount;
  private long failureCount;
  private long block;
  private long blockFailureCount;

  /** Events of the runs that this one goes on from. */
  private long eventsBefore;

  /** What the options of {@code source} allow; null if they do not say. */
  static @Nullable ErrorRate of(ConnectorPlan source) {
    String percent = source.commonOptions().get(OPTION);
    return percent == null
        ? null
        : new ErrorRate(Double.parseDouble(percent.replace('%', ' ').trim()));
  }

  /** Allows that {@code percentMax} of 100 events fail. */
  ErrorRate(double percentMax) {
    this.percentMax = percentMax;
  }

  /** So many events in a row were decoded. */
  synchronized void succeeded(int rowCount) {
    eventCount += rowCount;
  }

  /** The next event was not; gives how many were too much, or null if it is not too much. */
  synchronized @Nullable String failed() {
    if (eventCount / BLOCK_EVENTS != block) {
      block = eventCount / BLOCK_EVENTS;
      blockFailureCount = 0;
    }
    eventCount++;
    failureCount++;
    blockFailureCount++;
    return blockFailureCount * 100.0 > percentMax * BLOCK_EVENTS
        ? counts(blockFailureCount, eventCount - block * BLOCK_EVENTS)
        : null;
  }

  /**
   * As {@link #failed} where somebody else counts: event number {@code event} of this run, from 1,
   * has failed.
   */
  synchronized @Nullable String failedAt(long event) {
    reach(event - 1);
    return failed();
  }

  /** There were {@code newEventCount} events in this run so far. */
  synchronized void reach(long newEventCount) {
    eventCount = eventsBefore + newEventCount;
  }

  /** Writes what was counted; while nothing moves. */
  synchronized void snapshot(StateWriter writer) {
    writer.putLong(eventCount);
    writer.putLong(failureCount);
    writer.putLong(block);
    writer.putLong(blockFailureCount);
  }

  /** Reads what {@link #snapshot} wrote. */
  synchronized void restore(StateReader reader) {
    eventCount = reader.getLong();
    eventsBefore = eventCount;
    failureCount = reader.getLong();
    block = reader.getLong();
    blockFailureCount = reader.getLong();
  }

  /** The input has ended; otherwise as {@link #failed}. */
  synchronized @Nullable String ended() {
    return failureCount * 100.0 > percentMax * eventCount ? counts(failureCount, eventCount) : null;
  }

  private static String counts(long failureCount, long eventCount) {
    return failureCount + " of " + eventCount;
  }
}
