package io.eventflux.core.app;

import io.eventflux.core.state.StateBackend;

/**
 * Where an app keeps its state, and how often.
 *
 * @param backend where checkpoints go; the app opens it at its start and closes it at its end
 * @param intervalMillis time between two checkpoints; 0: what the app says, or else {@link
 *     #INTERVAL_MILLIS}. An app on threads takes them on its own; an app that is driven by its
 *     callers while it reads sources, and else when it is asked
 * @param keptCount how many checkpoints stay, at least 1: with more, damage to the newest is
 *     survived
 */
public record CheckpointOptions(StateBackend backend, long intervalMillis, int keptCount) {
  /** The default time between two checkpoints. */
  public static final long INTERVAL_MILLIS = 1_000;

  /** The default number of checkpoints that stay. */
  public static final int KEPT_COUNT = 3;

  /** Checks the numbers. */
  public CheckpointOptions {
    if (intervalMillis < 0) {
      throw new IllegalArgumentException(
          "the time between checkpoints must not be negative, was " + intervalMillis + " ms");
    }
    if (keptCount < 1) {
      throw new IllegalArgumentException("at least one checkpoint must be kept, not " + keptCount);
    }
  }

  /** As often as the app says, or else every second; three are kept. */
  public static CheckpointOptions in(StateBackend backend) {
    return new CheckpointOptions(backend, 0, KEPT_COUNT);
  }

  /**
   * The time between two checkpoints of an app.
   *
   * @param appMillis what the app says of it; 0: nothing
   */
  long intervalMillisOf(long appMillis) {
    if (intervalMillis > 0) {
      return intervalMillis;
    }
    return appMillis > 0 ? appMillis : INTERVAL_MILLIS;
  }

  /** These options with another time between checkpoints. */
  public CheckpointOptions withIntervalMillis(long newIntervalMillis) {
    return new CheckpointOptions(backend, newIntervalMillis, keptCount);
  }

  /** These options with another number of kept checkpoints. */
  public CheckpointOptions withKeptCount(int newKeptCount) {
    return new CheckpointOptions(backend, intervalMillis, newKeptCount);
  }
}
