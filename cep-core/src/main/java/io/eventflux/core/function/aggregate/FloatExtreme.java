package io.eventflux.core.function.aggregate;

/** {@code min} and {@code max} over FLOAT; NaN is the greatest. */
public final class FloatExtreme extends KeyExtreme {
  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public FloatExtreme(boolean retractable, boolean greatest) {
    super(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, float value) {
    values.accumulate(slot, ordered(value) ^ flip);
  }

  /** One value left. */
  public void retract(int slot, float value) {
    values.retract(slot, ordered(value) ^ flip);
  }

  /** The least or greatest value. */
  public float result(int slot) {
    int bits = (int) (values.least(slot) ^ flip);
    return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
  }

  /** Bits in the order of the numbers, NaN on top (its own inverse on the bits). */
  private static long ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }
}
