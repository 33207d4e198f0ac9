package io.eventflux.core.plan;

/**
 * How much operators keep whose state nothing else bounds. What is beyond is given up and counted,
 * so that an app that runs for ever does not fill the memory. Limits are part of what an app means,
 * like its windows, but not of its state: they can be changed between two runs. Immutable.
 *
 * @param runsMax how many partial matches of one pattern may wait; the oldest go first
 * @param keysMax how many groups an aggregation without a window may have, and one window of a
 *     windowed aggregation; rows of further groups are refused
 */
public record StateLimits(int runsMax, int keysMax) {
  /** Unless said otherwise. */
  public static final StateLimits DEFAULT = new StateLimits(1_000_000, 1_000_000);

  /** The greatest number that either may be. */
  public static final int MAX = 100_000_000;

  /** Checks the numbers. */
  public StateLimits {
    if (runsMax < 1 || runsMax > MAX || keysMax < 1 || keysMax > MAX) {
      throw new IllegalArgumentException(
          "limits must be from 1 to " + MAX + ", were runsMax=" + runsMax + ", keysMax=" + keysMax);
    }
  }
}
