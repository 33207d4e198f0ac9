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

  /** Whether {@code [from, to)} holds none of three bytes. */
  static boolean hasNone(byte[] bytes, int from, int to, byte a, byte b, byte c) {
    long first = (a & 0xFFL) * ONES;
    long second = (b & 0xFFL) * ONES;
    long third = (c & 0xFFL) * ONES;
    int i = from;
    for (; i <= to - 8; i += 8) {
      long word = (long) WORD.get(bytes, i);
      long x = word ^ first;
      long y = word ^ second;
      long z = word ^ third;
      long found = ((x - ONES) & ~x) | ((y - ONES) & ~y) | ((z - ONES) & ~z);
      if ((found & HIGHS) != 0) {
        return false;
      }
    }
    for (; i < to; i++) {
      byte value = bytes[i];
      if (value == a || value == b || value == c) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number made of one to seven digits from {@code at} on with {@code separator} behind them,
   * all at once; -1 if there is something else. (The digits of pairs, then of fours, then of all
   * eight are joined by a multiplication each; zeros are put in front.)
   */
  static int shortNumber(byte[] bytes, int at, int end, byte separator) {
    if (at > end - 8) {
      return -1;
    }
    long word = (long) WORD.get(bytes, at);
    long x = word ^ ((separator & 0xFFL) * ONES);
    long found = (x - ONES) & ~x & HIGHS;
    if (found == 0 || (found & 0x80) != 0) {
      return -1;
    }
    int size = Long.numberOfTrailingZeros(found) & ~7;
    long digits = (word << (64 - size)) | (0x3030303030303030L >>> size);
    if (((digits & 0xF0F0F0F0F0F0F0F0L)
            | (((digits + 0x0606060606060606L) & 0xF0F0F0F0F0F0F0F0L) >>> 4))
        != 0x3333333333333333L) {
      return -1;
    }
    digits = ((digits & 0x0F0F0F0F0F0F0F0FL) * 2_561) >>> 8;
    digits = ((digits & 0x00FF00FF00FF00FFL) * 6_553_601) >>> 16;
    return (int) (((digits & 0x0000FFFF0000FFFFL) * 42_949_672_960_001L) >>> 32);
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
