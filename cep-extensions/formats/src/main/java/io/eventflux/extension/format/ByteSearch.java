package io.eventflux.extension.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds and counts bytes eight at a time. Pure functions; any thread.
 *
 * <p>A word has a zero byte exactly where {@code (w - 0x01..) & ~w & 0x80..} has its lowest set
 * bit; higher bits can be false alarms, so counting uses the exact form without borrow.
 */
public final class ByteSearch {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BLANKS = ' ' * ONES;
  private static final long ZEROS = '0' * ONES;
  private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;

  private ByteSearch() {}

  /**
   * The {@code count} bytes from {@code at} on, 1 to 8, the first one lowest, zeros behind them.
   */
  static long wordOf(byte[] bytes, int at, int count) {
    if (at <= bytes.length - 8) {
      return (long) WORD.get(bytes, at) & (-1L >>> (64 - 8 * count));
    }
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = (word << 8) | (bytes[at + i] & 0xFF);
    }
    return word;
  }

  /** The first index in {@code [from, to)} that holds {@code wanted}, or -1. */
  public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
    long pattern = (wanted & 0xFFL) * ONES;
    int i = from;
    for (; i <= to - 8; i += 8) {
      long word = (long) WORD.get(bytes, i) ^ pattern;
      long found = (word - ONES) & ~word & HIGHS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** The first index in {@code [from, to)} that holds one of two bytes, or -1. */
  static int indexOfEither(byte[] bytes, int from, int to, byte one, byte other) {
    long onePattern = (one & 0xFFL) * ONES;
    long otherPattern = (other & 0xFFL) * ONES;
    int i = from;
    for (; i <= to - 8; i += 8) {
      long word = (long) WORD.get(bytes, i);
      long a = word ^ onePattern;
      long b = word ^ otherPattern;
      long found = (((a - ONES) & ~a) | ((b - ONES) & ~b)) & HIGHS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == one || bytes[i] == other) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The first index in {@code [from, to)} where a run of plain text may end: a {@code mark}, a
   * quote, a control character, or a byte beyond ASCII; {@code to} if there is none. The mark is
   * ASCII.
   */
  static int plainTextEnd(byte[] bytes, int from, int to, byte mark) {
    long marks = mark * ONES;
    int i = from;
    for (; i < to && i <= bytes.length - 8; i += 8) {
      long word = (long) WORD.get(bytes, i);
      long a = word ^ marks;
      long b = word ^ QUOTES;
      long found =
          (((a - ONES) & ~a) | ((b - ONES) & ~b) | ((word - BLANKS) & ~word) | word) & HIGHS;
      if (found != 0) {
        return Math.min(to, i + (Long.numberOfTrailingZeros(found) >>> 3));
      }
    }
    for (; i < to; i++) {
      byte value = bytes[i];
      if (value == mark || value == '"' || value < ' ') {
        return i;
      }
    }
    return to;
  }

  /** The eight bytes from {@code at} on, the first one lowest. */
  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /**
   * The eight bytes from {@code at} on as digits, the first one lowest: where a digit stood there
   * is a byte of 0 to 9.
   */
  static long digits(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at) ^ ZEROS;
  }

  /** Has the highest bit of each byte set that does not hold 0 to 9, and no other bit. */
  static long otherThanDigits(long digits) {
    return (((digits & LOWS) + 0x7676767676767676L) | digits) & HIGHS;
  }

  /**
   * The number made of the lowest {@code count} of eight digits, 1 to 8; what lies above them does
   * not matter. Pairs of digits are joined, then fours, then eights.
   */
  static int number(long digits, int count) {
    // Zeros come in front, the others fall off.
    long x = digits << (64 - 8 * count);
    x = x * 10 + (x >>> 8);
    long upper = (x & 0x000000FF000000FFL) * (100 + (1_000_000L << 32));
    long lower = ((x >>> 16) & 0x000000FF000000FFL) * (1 + (10_000L << 32));
    return (int) ((upper + lower) >>> 32);
  }

  /** How often {@code wanted} occurs in {@code [from, to)}. */
  public static int count(byte[] bytes, int from, int to, byte wanted) {
    long pattern = (wanted & 0xFFL) * ONES;
    int count = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      long word = (long) WORD.get(bytes, i) ^ pattern;
      count += Long.bitCount(~(((word & LOWS) + LOWS) | word | LOWS));
    }
    for (; i < to; i++) {
      if (bytes[i] == wanted) {
        count++;
      }
    }
    return count;
  }

  /**
   * The index of the first byte in {@code [from, to)} that is not part of well-formed UTF-8 (RFC
   * 3629: shortest form, no surrogates, at most U+10FFFF), or -1.
   */
  static int malformedUtf8(byte[] bytes, int from, int to) {
    int i = from;
    while (true) {
      while (i <= to - 8 && ((long) WORD.get(bytes, i) & HIGHS) == 0) {
        i += 8;
      }
      while (i < to && bytes[i] >= 0) {
        i++;
      }
      if (i >= to) {
        return -1;
      }
      int length = sequenceLength(bytes, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
  }

  /** The length of the well-formed sequence of two to four bytes at {@code i}, or 0. */
  private static int sequenceLength(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xFF;
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || to - i < length) {
      return 0;
    }
    int second = bytes[i + 1] & 0xFF;
    int secondMin = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int secondMax = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < secondMin || second > secondMax) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
