package io.eventflux.core.function.aggregate;

import java.math.BigDecimal;
import java.util.Objects;

/** {@code min} and {@code max} over DECIMAL. */
public final class DecimalExtreme extends ObjectExtreme {
  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public DecimalExtreme(boolean retractable, boolean greatest) {
    super(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, BigDecimal value) {
    values.accumulate(slot, value);
  }

  /** One value left. */
  public void retract(int slot, BigDecimal value) {
    values.retract(slot, value);
  }

  /** The least or greatest value. */
  public BigDecimal result(int slot) {
    return (BigDecimal) Objects.requireNonNull(values.best(slot), "asked only when not NULL");
  }
}
