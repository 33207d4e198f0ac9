package io.eventflux.core.function.aggregate;

import java.util.Objects;

/** {@code min} and {@code max} over STRING, by Unicode code point. */
public final class TextExtreme extends ObjectExtreme {
  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public TextExtreme(boolean retractable, boolean greatest) {
    super(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, String value) {
    values.accumulate(slot, value);
  }

  /** One value left. */
  public void retract(int slot, String value) {
    values.retract(slot, value);
  }

  /** The least or greatest value. */
  public String result(int slot) {
    return (String) Objects.requireNonNull(values.best(slot), "asked only when not NULL");
  }
}
