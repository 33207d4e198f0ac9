package io.eventflux.core.function.aggregate;

/** {@code min} and {@code max} over LONG and times. */
public final class LongExtreme extends KeyExtreme {
  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public LongExtreme(boolean retractable, boolean greatest) {
    super(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, long value) {
    values.accumulate(slot, value ^ flip);
  }

  /** One value left. */
  public void retract(int slot, long value) {
    values.retract(slot, value ^ flip);
  }

  /** The least or greatest value. */
  public long result(int slot) {
    return values.least(slot) ^ flip;
  }
}
