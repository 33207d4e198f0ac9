package io.eventflux.core.plan;

/**
 * How the clock of playback goes on while no event comes (language 3.2): each time that none has
 * come for {@code idleMillis} of wall time, it moves by {@code incrementMillis}.
 *
 * @param idleMillis greater than zero
 * @param incrementMillis greater than zero
 */
public record IdleClock(long idleMillis, long incrementMillis) {
  /** Refuses what would never end. */
  public IdleClock {
    if (idleMillis <= 0 || incrementMillis <= 0) {
      throw new IllegalArgumentException(
          "idleMillis=" + idleMillis + ", incrementMillis=" + incrementMillis + ": not positive");
    }
  }
}
