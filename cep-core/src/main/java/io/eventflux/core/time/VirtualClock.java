package io.eventflux.core.time;

/**
 * A clock that moves only when told to; for scenarios, tests and replays. Any thread may read, one
 * thread moves it.
 */
public final class VirtualClock implements EngineClock {
  private volatile long nowMillis;

  /** A clock that stands at {@code startMillis} (epoch milliseconds). */
  public VirtualClock(long startMillis) {
    nowMillis = startMillis;
  }

  @Override
  public long millis() {
    return nowMillis;
  }

  @Override
  public long nanos() {
    return nowMillis * 1_000_000L;
  }

  /** Does not wait: waiting does not move this clock. */
  @Override
  public void park(long nanos) {}

  /** Moves the clock to {@code millis}; an earlier time is ignored, the clock never goes back. */
  public void advanceTo(long millis) {
    if (millis > nowMillis) {
      nowMillis = millis;
    }
  }
}
