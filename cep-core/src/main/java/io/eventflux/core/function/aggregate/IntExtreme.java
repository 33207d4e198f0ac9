package io.eventflux.core.function.aggregate;

/** {@code min} and {@code max} over INT. */
public final class IntExtreme extends KeyExtreme {
  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public IntExtreme(boolean retractable, boolean greatest) {
    super(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, int value) {
    values.accumulate(slot, value ^ flip);
  }

  /** One value left. */
  public void retract(int slot, int value) {
    values.retract(slot, value ^ flip);
  }

  /** The least or greatest value. */
  public int result(int slot) {
    return (int) (values.least(slot) ^ flip);
  }
}
