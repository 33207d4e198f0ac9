package io.eventflux.core.state;

/**
 * The name of a checkpoint: the number of the epoch that it ends, from 1, rising without gaps or
 * with.
 */
public record CheckpointId(long epoch) implements Comparable<CheckpointId> {
  /** Checks the number. */
  public CheckpointId {
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs count from 1, was " + epoch);
    }
  }

  @Override
  public int compareTo(CheckpointId other) {
    return Long.compare(epoch, other.epoch);
  }

  @Override
  public String toString() {
    return Long.toString(epoch);
  }
}
