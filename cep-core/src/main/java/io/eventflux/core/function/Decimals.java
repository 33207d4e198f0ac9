package io.eventflux.core.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic and conversions of DECIMAL (language 2.3 and 2.7). Results are rounded half up to the
 * scale of the result type; what needs more digits than its precision is SQL NULL, as null. Pure
 * functions.
 */
public final class Decimals {
  /** Digits that no decimal type reaches, so that values far outside are known without work. */
  private static final int DIGITS_MAX = 100;

  private Decimals() {}

  /** {@code a + b}. */
  public static @Nullable BigDecimal add(BigDecimal a, BigDecimal b, int precision, int scale) {
    return fit(a.add(b), precision, scale);
  }

  /** {@code a - b}. */
  public static @Nullable BigDecimal subtract(
      BigDecimal a, BigDecimal b, int precision, int scale) {
    return fit(a.subtract(b), precision, scale);
  }

  /** {@code a * b}. */
  public static @Nullable BigDecimal multiply(
      BigDecimal a, BigDecimal b, int precision, int scale) {
    return fit(a.multiply(b), precision, scale);
  }

  /** {@code a / b}; null for {@code b = 0}. */
  public static @Nullable BigDecimal divide(BigDecimal a, BigDecimal b, int precision, int scale) {
    return b.signum() == 0 ? null : fit(a.divide(b, scale, RoundingMode.HALF_UP), precision, scale);
  }

  /** {@code a % b} with the sign of {@code a}; null for {@code b = 0}. */
  public static @Nullable BigDecimal remainder(
      BigDecimal a, BigDecimal b, int precision, int scale) {
    return b.signum() == 0 ? null : fit(a.remainder(b), precision, scale);
  }

  /** {@code -a}. */
  public static @Nullable BigDecimal negate(BigDecimal a, int precision, int scale) {
    return fit(a.negate(), precision, scale);
  }

  /** {@code value} with {@code scale} digits behind the point; null if it is too large. */
  public static @Nullable BigDecimal fit(BigDecimal value, int precision, int scale) {
    if (value.scale() == scale) {
      return value.precision() > precision ? null : value;
    }
    // Digits before the point; decides numbers with huge exponents before they are written out.
    long whole = (long) value.precision() - value.scale();
    if (value.signum() == 0 || whole < -DIGITS_MAX) {
      return BigDecimal.valueOf(0, scale);
    }
    if (whole > DIGITS_MAX) {
      return null;
    }
    BigDecimal fitted = value.setScale(scale, RoundingMode.HALF_UP);
    return fitted.precision() > precision ? null : fitted;
  }

  /** A whole number as DECIMAL; null if it is too large. */
  public static @Nullable BigDecimal of(long value, int precision, int scale) {
    return fit(BigDecimal.valueOf(value), precision, scale);
  }

  /** The number that the text of {@code value} writes; null if too large, infinite or NaN. */
  public static @Nullable BigDecimal of(double value, int precision, int scale) {
    return isFinite(value) ? fit(BigDecimal.valueOf(value), precision, scale) : null;
  }

  /** The number that the text of {@code value} writes; null if too large, infinite or NaN. */
  public static @Nullable BigDecimal of(float value, int precision, int scale) {
    return isFinite(value) ? fit(new BigDecimal(Float.toString(value)), precision, scale) : null;
  }

  private static boolean isFinite(double value) {
    return Math.abs(value) <= Double.MAX_VALUE;
  }

  /** The whole part of {@code value}; null if it is no INT. */
  public static @Nullable Integer toInt(BigDecimal value) {
    Long whole = toLong(value);
    return whole == null || whole != whole.intValue() ? null : Integer.valueOf(whole.intValue());
  }

  /** The whole part of {@code value}; null if it is no LONG. */
  public static @Nullable Long toLong(BigDecimal value) {
    // Digits before the point; decides numbers with huge exponents before they are written out.
    long count = (long) value.precision() - value.scale();
    if (value.signum() == 0 || count <= 0) {
      return 0L;
    }
    if (count > 19) {
      return null;
    }
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    return whole.toBigInteger().bitLength() > 63 ? null : Long.valueOf(whole.longValue());
  }

  /**
   * All digits of {@code value}; an exponent instead of zeros if they would be very many, as a
   * number of JSON or of the host program may have them.
   */
  public static String text(BigDecimal value) {
    return Math.abs((long) value.scale()) > DIGITS_MAX ? value.toString() : value.toPlainString();
  }
}
