package io.eventflux.core.function.aggregate;

/** {@code min} and {@code max} over DOUBLE; NaN is the greatest. */
public final class DoubleExtreme extends KeyExtreme {
  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public DoubleExtreme(boolean retractable, boolean greatest) {
    super(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, double value) {
    values.accumulate(slot, ordered(value) ^ flip);
  }

  /** One value left. */
  public void retract(int slot, double value) {
    values.retract(slot, ordered(value) ^ flip);
  }

  /** The least or greatest value. */
  public double result(int slot) {
    long bits = values.least(slot) ^ flip;
    return Double.longBitsToDouble(bits ^ (bits >> 63 & Long.MAX_VALUE));
  }

  /** Bits in the order of the numbers, NaN on top (its own inverse on the bits). */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }
}
