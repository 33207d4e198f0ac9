package io.eventflux.core.function.aggregate;

/** {@code count(x)} over FLOAT and DOUBLE: rows whose argument is not NULL. */
public final class DoubleCount extends Count {
  /** One value entered. */
  public void accumulate(int slot, double value) {
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, double value) {
    counts[slot]--;
  }
}
