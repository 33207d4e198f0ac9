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
  private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;

  private ByteSearch() {}

  /** Eight bytes from {@code at} on, the first one lowest. */
  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
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
