package io.eventflux.core.column;

import java.math.BigDecimal;

/**
 * The order of values that {@code ORDER BY}, {@code min} and {@code max} share (language 2.4): text
 * by Unicode code point, NaN equal to itself and above all numbers, -0.0 equal to 0.0. Stateless.
 */
public final class ValueOrder {
  private ValueOrder() {}

  /** Compares by code point, which differs from {@link String#compareTo} beyond the first plane. */
  public static int compareText(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above U+FFFF, but are smaller than U+E000..U+FFFF.
        boolean aSurrogate = Character.isSurrogate(a);
        boolean bSurrogate = Character.isSurrogate(b);
        return aSurrogate == bSurrogate ? a - b : aSurrogate ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }

  /** Compares numbers; NaN is the greatest. */
  public static int compareDouble(double left, double right) {
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
  }

  /** Compares two values of an {@link ObjectColumn} that holds STRING or DECIMAL. */
  public static int compareObject(Object left, Object right) {
    if (left instanceof BigDecimal decimal) {
      return decimal.compareTo((BigDecimal) right);
    }
    return compareText((String) left, (String) right);
  }
}
