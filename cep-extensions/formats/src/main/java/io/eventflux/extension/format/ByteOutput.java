package io.eventflux.extension.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that text of values is appended to. One thread. */
final class ByteOutput {
  private static final byte[] MIN_LONG = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
  private static final double[] SHORT_POWERS = {1, 10, 100, 1_000, 10_000};

  private byte[] bytes;
  private int size;

  ByteOutput(int capacity) {
    bytes = new byte[capacity];
  }

  /** How many bytes have been appended since the last {@link #clear}. */
  int sizeBytes() {
    return size;
  }

  /** The array with the bytes appended, from index 0; replaced when it grows. */
  byte[] array() {
    return bytes;
  }

  /** Forgets everything appended. */
  void clear() {
    size = 0;
  }

  /** Hands everything appended to {@code out} and forgets it. */
  void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  /** Everything appended, which is ASCII, as text. */
  String asciiText() {
    return new String(bytes, 0, size, StandardCharsets.US_ASCII);
  }

  void append(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  void append(byte[] values) {
    append(values, 0, values.length);
  }

  void append(byte[] values, int from, int to) {
    int length = to - from;
    reserve(length);
    System.arraycopy(values, from, bytes, size, length);
    size += length;
  }

  /** Appends the low {@code width} decimal digits of a number that is not negative. */
  void appendPadded(int value, int width) {
    reserve(width);
    int rest = value;
    for (int i = size + width - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += width;
  }

  void appendLong(long value) {
    if (value == Long.MIN_VALUE) {
      append(MIN_LONG);
      return;
    }
    reserve(20);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int length = 1;
    for (long bound = 10; length < 19 && rest >= bound; bound *= 10) {
      length++;
    }
    for (int i = size + length - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += length;
  }

  /**
   * Appends a finite double so that reading it gives the same double: with up to four digits behind
   * the point where that is exact, else as {@link Double#toString}.
   */
  void appendDouble(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-3 && magnitude < 1e7) {
      for (int places = 1; places <= 4; places++) {
        double power = SHORT_POWERS[places];
        double scaled = Math.rint(magnitude * power);
        // Division of exact operands rounds once, as reading the digits does.
        if (scaled / power == magnitude) {
          if (value < 0) {
            append((byte) '-');
          }
          long digits = (long) scaled;
          long unit = (long) power;
          appendLong(digits / unit);
          append((byte) '.');
          appendPadded((int) (digits % unit), places);
          return;
        }
      }
    }
    appendAscii(Double.toString(value));
  }

  /** Appends a text of ASCII characters. */
  @SuppressWarnings("deprecation")
  void appendAscii(String text) {
    int length = text.length();
    reserve(length);
    text.getBytes(0, length, bytes, size);
    size += length;
  }

  /** Appends the UTF-8 form of the character at {@code index}; half a surrogate pair as U+FFFD. */
  int appendUtf8(String text, int index) {
    char c = text.charAt(index);
    int code = c;
    if (Character.isSurrogate(c)) {
      code = text.codePointAt(index);
      code = code < 0x10000 ? 0xFFFD : code;
    }
    appendCodePoint(code);
    return code < 0x10000 ? 1 : 2;
  }

  /** Appends the UTF-8 form of a code point that is no surrogate. */
  void appendCodePoint(int code) {
    reserve(4);
    if (code < 0x80) {
      bytes[size++] = (byte) code;
    } else if (code < 0x800) {
      bytes[size++] = (byte) (0xC0 | (code >> 6));
      bytes[size++] = (byte) (0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      bytes[size++] = (byte) (0xE0 | (code >> 12));
      bytes[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (code & 0x3F));
    } else {
      bytes[size++] = (byte) (0xF0 | (code >> 18));
      bytes[size++] = (byte) (0x80 | ((code >> 12) & 0x3F));
      bytes[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (code & 0x3F));
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
