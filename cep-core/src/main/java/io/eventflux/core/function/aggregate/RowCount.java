package io.eventflux.core.function.aggregate;

/** {@code count()}: all rows. */
public final class RowCount extends Count {
  /** One row entered. */
  public void accumulate(int slot) {
    counts[slot]++;
  }

  /** One row left. */
  public void retract(int slot) {
    counts[slot]--;
  }
}
