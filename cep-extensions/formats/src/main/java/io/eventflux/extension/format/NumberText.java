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
  private static final long[] LONG_POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  static {
    for (int i = 0; i < DOUBLE_POWERS.length; i++) {
      DOUBLE_POWERS[i] = Double.parseDouble("1e" + i);
    }
    for (int i = 0; i < FLOAT_POWERS.length; i++) {
      FLOAT_POWERS[i] = Float.parseFloat("1e" + i);
    }
  }

  private long mantissa;

  /** How many digits the mantissa has from its first other than 0 on, dropped ones included. */
  private int keptCount;

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
    int behind = scanShort(bytes, from, to);
    return behind >= 0 ? behind : scanLong(bytes, from, to, json);
  }

  /**
   * Reads a number as most are: digits, perhaps with a point between them, that end within a word
   * of eight bytes. Takes no branch that depends on how many digits there are.
   *
   * @return the index behind the number, or -1 if it has to be read the long way
   */
  private int scanShort(byte[] bytes, int from, int to) {
    boolean isNegative = from < to && bytes[from] == '-';
    int start = isNegative ? from + 1 : from;
    if (start > bytes.length - 8) {
      return -1;
    }
    long digits = ByteSearch.digits(bytes, start);
    long others = ByteSearch.otherThanDigits(digits);
    // Bit indexes; 64 where there is no such byte.
    int firstOther = Long.numberOfTrailingZeros(others) & ~7;
    if (firstOther == 0 || firstOther == 64) {
      return -1;
    }
    int end = firstOther;
    int fractionCount = 0;
    byte stop = bytes[start + (firstOther >>> 3)];
    if (stop == '.') {
      end = Long.numberOfTrailingZeros(others & (others - 1)) & ~7;
      fractionCount = (end - firstOther - 8) >>> 3;
      if (end == 64 || fractionCount == 0) {
        return -1;
      }
      stop = bytes[start + (end >>> 3)];
      // Closes the gap of the point.
      long before = (1L << firstOther) - 1;
      digits = (digits & before) | ((digits >>> 8) & ~before);
    }
    int behind = start + (end >>> 3);
    if (behind > to || (stop | 0x20) == 'e' || (firstOther > 8 && bytes[start] == '0')) {
      return -1;
    }
    int count = (end >>> 3) - (fractionCount > 0 ? 1 : 0);
    mantissa = ByteSearch.number(digits, count);
    digitCount = count;
    exponent = -fractionCount;
    negative = isNegative;
    complete = true;
    whole = fractionCount == 0;
    return behind;
  }

  private int scanLong(byte[] bytes, int from, int to, boolean json) {
    int i = from;
    negative = i < to && bytes[i] == '-';
    if (negative || (!json && i < to && bytes[i] == '+')) {
      i++;
    }
    mantissa = 0;
    keptCount = 0;
    int wholeStart = i;
    i = scanDigits(bytes, i, to);
    int wholeCount = i - wholeStart;
    if (json && (wholeCount == 0 || (wholeCount > 1 && bytes[wholeStart] == '0'))) {
      return -1;
    }
    int fractionCount = 0;
    boolean hasPoint = i < to && bytes[i] == '.';
    if (hasPoint) {
      i++;
      int fractionStart = i;
      i = scanDigits(bytes, i, to);
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
    complete = keptCount <= DIGITS_KEPT_MAX;
    exponent = power - fractionCount;
    whole = !hasPoint && !hasPower;
    return i;
  }

  /**
   * Appends the digits from {@code from} on to the mantissa, as far as it has room, up to eight at
   * a time.
   *
   * @return the index behind the digits
   */
  private int scanDigits(byte[] bytes, int from, int to) {
    long value = mantissa;
    int kept = keptCount;
    int i = from;
    while (true) {
      if (i <= bytes.length - 8 && kept <= DIGITS_KEPT_MAX - 8 && (kept > 0 || bytes[i] != '0')) {
        long digits = ByteSearch.digits(bytes, i);
        int size = Long.numberOfTrailingZeros(ByteSearch.otherThanDigits(digits)) >>> 3;
        int count = Math.min(size, to - i);
        if (count == 0) {
          break;
        }
        value = value * LONG_POWERS[count] + ByteSearch.number(digits, count);
        kept += count;
        i += count;
        if (count < 8) {
          break;
        }
      } else {
        int digit = i < to ? bytes[i] - '0' : -1;
        if (digit < 0 || digit > 9) {
          break;
        }
        if (kept < DIGITS_KEPT_MAX) {
          value = value * 10 + digit;
          kept += value != 0 ? 1 : 0;
        } else {
          kept++;
        }
        i++;
      }
    }
    mantissa = value;
    keptCount = kept;
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
