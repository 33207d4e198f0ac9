package io.eventflux.core.function.aggregate;

/** {@code count(x)} over BOOL: rows whose argument is not NULL. */
public final class BooleanCount extends Count {
  /** One value entered. */
  public void accumulate(int slot, boolean value) {
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, boolean value) {
    counts[slot]--;
  }
}
