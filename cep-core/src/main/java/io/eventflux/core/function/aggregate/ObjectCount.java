package io.eventflux.core.function.aggregate;

/** {@code count(x)} over STRING and DECIMAL: rows whose argument is not NULL. */
public final class ObjectCount extends Count {
  /** One value entered. */
  public void accumulate(int slot, Object value) {
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, Object value) {
    counts[slot]--;
  }
}
