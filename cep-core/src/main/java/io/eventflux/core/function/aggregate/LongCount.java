package io.eventflux.core.function.aggregate;

/** {@code count(x)} over INT, LONG and times: rows whose argument is not NULL. */
public final class LongCount extends Count {
  /** One value entered. */
  public void accumulate(int slot, long value) {
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, long value) {
    counts[slot]--;
  }
}
