package io.eventflux.core.function;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Order of floating-point numbers and conversions from and to numbers (language 2.4 and 2.7). NaN
 * equals NaN and is greater than any number; zero equals minus zero. FLOAT values widen to DOUBLE
 * without loss, so the DOUBLE methods serve both. Pure functions; a null result is SQL NULL.
 */
public final class Numbers {
  /** Longest text that is tried as a number, in characters; no number of ours needs more. */
  private static final int NUMBER_LENGTH_MAX = 1_000;

  private static final double LONG_LIMIT = 0x1p63;
  private static final double INT_LIMIT = 0x1p31;

  private Numbers() {}

  /** {@code a = b}. */
  public static boolean equal(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  /** {@code a < b}. */
  public static boolean less(double a, double b) {
    return a < b || (Double.isNaN(b) && !Double.isNaN(a));
  }

  /** {@code a <= b}. */
  public static boolean lessOrEqual(double a, double b) {
    return a <= b || Double.isNaN(b);
  }

  /** Whether {@code value}, cut off at the point, is an INT; false for NaN. */
  public static boolean fitsInt(double value) {
    return value > -INT_LIMIT - 1 && value < INT_LIMIT;
  }

  /** Whether {@code value}, cut off at the point, is a LONG; false for NaN. */
  public static boolean fitsLong(double value) {
    return value >= -LONG_LIMIT && value < LONG_LIMIT;
  }

  /** The INT that {@code text} writes, blanks around it ignored; null for anything else. */
  public static @Nullable Integer parseInt(String text) {
    Long value = parseLong(text);
    return value == null || value != value.intValue() ? null : Integer.valueOf(value.intValue());
  }

  /** The LONG that {@code text} writes, blanks around it ignored; null for anything else. */
  public static @Nullable Long parseLong(String text) {
    String digits = text.strip();
    int length = digits.length();
    if (length == 0 || length > NUMBER_LENGTH_MAX) {
      return null;
    }
    char first = digits.charAt(0);
    boolean isNegative = first == '-';
    int i = isNegative || first == '+' ? 1 : 0;
    if (i == length) {
      return null;
    }
    // Counted downwards, because there is one more negative number than there are positive ones.
    long value = 0;
    for (; i < length; i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
        return null;
      }
      value = value * 10 - digit;
      if (value > 0) {
        return null;
      }
    }
    return isNegative ? Long.valueOf(value) : value == Long.MIN_VALUE ? null : Long.valueOf(-value);
  }

  /** The FLOAT next to the number that {@code text} writes; null if it writes none. */
  public static @Nullable Float parseFloat(String text) {
    String number = text.strip();
    return isFloatingPoint(number) ? Float.valueOf(Float.parseFloat(number)) : null;
  }

  /** The DOUBLE next to the number that {@code text} writes; null if it writes none. */
  public static @Nullable Double parseDouble(String text) {
    String number = text.strip();
    return isFloatingPoint(number) ? Double.valueOf(Double.parseDouble(number)) : null;
  }

  /**
   * Whether Java reads {@code text} as a number that is also one for us: decimal digits with point
   * and exponent, NaN or Infinity; no hexadecimal digits and no type suffix.
   */
  private static boolean isFloatingPoint(String text) {
    int length = text.length();
    if (length > NUMBER_LENGTH_MAX) {
      return false;
    }
    int i = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    if (text.equals("NaN") || text.substring(i).equals("Infinity")) {
      return true;
    }
    int digitCount = 0;
    boolean hasPoint = false;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digitCount++;
      } else if (c == '.' && !hasPoint) {
        hasPoint = true;
      } else if ((c == 'e' || c == 'E') && digitCount > 0) {
        return isExponent(text, i + 1);
      } else {
        return false;
      }
    }
    return digitCount > 0;
  }

  private static boolean isExponent(String text, int from) {
    int length = text.length();
    int i =
        from < length && (text.charAt(from) == '-' || text.charAt(from) == '+') ? from + 1 : from;
    int first = i;
    while (i < length && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i == length && i > first;
  }

  /**
   * The exact number that {@code text} writes, rounded half up to {@code scale} digits behind the
   * point; null if it writes none or needs more than {@code precision} digits.
   */
  public static @Nullable BigDecimal parseDecimal(String text, int precision, int scale) {
    String number = text.strip();
    if (!isFloatingPoint(number) || number.endsWith("N") || number.endsWith("y")) {
      return null;
    }
    try {
      return Decimals.fit(new BigDecimal(number), precision, scale);
    } catch (NumberFormatException exponentOutOfRange) {
      return null;
    }
  }

  /** TRUE for {@code true t yes y 1}, FALSE for {@code false f no n 0}, any case; else null. */
  public static @Nullable Boolean parseBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> Boolean.TRUE;
      case "false", "f", "no", "n", "0" -> Boolean.FALSE;
      default -> null;
    };
  }
}
