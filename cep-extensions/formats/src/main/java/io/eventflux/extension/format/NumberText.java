package io.eventflux.extension.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one number at a time out of bytes without making objects, exactly. One thread.
 *
 * <p>Scanning keeps up to 19 significant digits w and a decimal exponent q, the value being w *
 * 10^q. A double is w * 10^q or w / 10^-q in one rounding when w is at most 2^53 and |q| at most
 * 22, because both operands are then exact (Clinger, "How to read floating point numbers
 * accurately", 1990); everything else goes to the JDK.
 */
final class NumberText {
  private static final int DIGITS_KEPT_MAX = 19;
  private static final int EXPONENT_MAX = 99_999;
  private static final long DOUBLE_EXACT_MAX = 1L << 53;
  private static final long FLOAT_EXACT_MAX = 1L << 24;
  private static final double[] DOUBLE_POWERS = new double[23];
  private static final float[] FLOAT_POWERS = new float[11];

  static {
    for (int i = 0; i < DOUBLE_POWERS.length; i++) {
      DOUBLE_POWERS[i] = Double.parseDouble("1e" + i);
    }
    for (int i = 0; i < FLOAT_POWERS.length; i++) {
      FLOAT_POWERS[i] = Float.parseFloat("1e" + i);
    }
  }

  private long mantissa;
  private int exponent;
  private int digitCount;
  private boolean negative;
  private boolean complete;
  private boolean whole;

  /**
   * Reads the longest number at {@code from}, before {@code to}.
   *
   * @param json whether to insist on the grammar of JSON; else a plus sign, leading zeros and a
   *     point without digits on one side are fine too
   * @return the index behind the number, or -1 if no number starts here
   */
  int scan(byte[] bytes, int from, int to, boolean json) {
    int i = from;
    negative = i < to && bytes[i] == '-';
    if (negative || (!json && i < to && bytes[i] == '+')) {
      i++;
    }
    long digits = 0;
    int kept = 0;
    int wholeStart = i;
    while (i < to) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      if (kept < DIGITS_KEPT_MAX) {
        digits = digits * 10 + digit;
        kept += digits != 0 ? 1 : 0;
      } else {
        kept++;
      }
      i++;
    }
    int wholeCount = i - wholeStart;
    if (json && (wholeCount == 0 || (wholeCount > 1 && bytes[wholeStart] == '0'))) {
      return -1;
    }
    int fractionCount = 0;
    boolean hasPoint = i < to && bytes[i] == '.';
    if (hasPoint) {
      i++;
      int fractionStart = i;
      while (i < to) {
        int digit = bytes[i] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        if (kept < DIGITS_KEPT_MAX) {
          digits = digits * 10 + digit;
          kept += digits != 0 ? 1 : 0;
        } else {
          kept++;
        }
        i++;
      }
      fractionCount = i - fractionStart;
      if (json && fractionCount == 0) {
        return -1;
      }
    }
    digitCount = wholeCount + fractionCount;
    if (digitCount == 0) {
      return -1;
    }
    int power = 0;
    boolean hasPower = i < to && (bytes[i] | 0x20) == 'e';
    if (hasPower) {
      i++;
      boolean powerNegative = i < to && bytes[i] == '-';
      if (powerNegative || (i < to && bytes[i] == '+')) {
        i++;
      }
      int powerStart = i;
      while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
        power = Math.min(power * 10 + (bytes[i] - '0'), EXPONENT_MAX);
        i++;
      }
      if (i == powerStart) {
        return -1;
      }
      digitCount += i - powerStart;
      power = powerNegative ? -power : power;
    }
    mantissa = digits;
    complete = kept <= DIGITS_KEPT_MAX;
    exponent = power - fractionCount;
    whole = !hasPoint && !hasPower;
    return i;
  }

  /** How many digits the text has, those of its exponent included. */
  int digitCount() {
    return digitCount;
  }

  /** Whether the text is digits only, with neither point nor exponent. */
  boolean isWhole() {
    return whole;
  }

  /** Whether a whole number fits 64 bits. */
  boolean fitsLong() {
    return complete && (mantissa >= 0 || (negative && mantissa == Long.MIN_VALUE));
  }

  /** The value of a whole number that {@link #fitsLong}. */
  long longValue() {
    return negative ? -mantissa : mantissa;
  }

  /** The double nearest to the number in {@code [from, to)} just scanned; infinite if too large. */
  double doubleValue(byte[] bytes, int from, int to) {
    if (complete && mantissa >= 0 && mantissa <= DOUBLE_EXACT_MAX) {
      int power = exponent;
      double value = mantissa;
      if (mantissa == 0) {
        return negative ? -0.0 : 0.0;
      }
      if (power >= -22 && power <= 22) {
        value = power < 0 ? value / DOUBLE_POWERS[-power] : value * DOUBLE_POWERS[power];
        return negative ? -value : value;
      }
    }
    return Double.parseDouble(ascii(bytes, from, to));
  }

  /** The float nearest to the number in {@code [from, to)} just scanned; infinite if too large. */
  float floatValue(byte[] bytes, int from, int to) {
    if (complete && mantissa >= 0 && mantissa <= FLOAT_EXACT_MAX) {
      int power = exponent;
      float value = mantissa;
      if (mantissa == 0) {
        return negative ? -0.0f : 0.0f;
      }
      if (power >= -10 && power <= 10) {
        value = power < 0 ? value / FLOAT_POWERS[-power] : value * FLOAT_POWERS[power];
        return negative ? -value : value;
      }
    }
    return Float.parseFloat(ascii(bytes, from, to));
  }

  /**
   * The number in {@code [from, to)} just scanned, rounded half up to {@code scale} digits behind
   * the point; null if it has more digits than {@code precision} then. Never builds numbers much
   * larger than the type allows, whatever the exponent.
   */
  @Nullable BigDecimal decimalValue(byte[] bytes, int from, int to, int precision, int scale) {
    BigDecimal value;
    if (complete && mantissa >= 0) {
      value = BigDecimal.valueOf(negative ? -mantissa : mantissa, -exponent);
    } else {
      BigInteger digits = new BigInteger(digitsOnly(bytes, from, to));
      value = new BigDecimal(negative ? digits.negate() : digits, -exponent);
    }
    if (value.signum() == 0) {
      return BigDecimal.valueOf(0, scale);
    }
    // Digits before the point; negative when zeros follow the point first.
    int leading = value.precision() - value.scale();
    if (leading > precision - scale) {
      return null;
    }
    if (leading < -scale) {
      return BigDecimal.valueOf(0, scale);
    }
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    return rounded.precision() > precision ? null : rounded;
  }

  private static String digitsOnly(byte[] bytes, int from, int to) {
    StringBuilder digits = new StringBuilder(to - from);
    for (int i = from; i < to && (bytes[i] | 0x20) != 'e'; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        digits.append((char) bytes[i]);
      }
    }
    return digits.toString();
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
