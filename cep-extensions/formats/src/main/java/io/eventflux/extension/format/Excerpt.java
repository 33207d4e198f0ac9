package io.eventflux.extension.format;

import java.nio.charset.StandardCharsets;

/** Quotes a piece of input in a message: short, one line, nothing a terminal would obey. */
final class Excerpt {
  private static final int LENGTH_MAX = 40;

  private Excerpt() {}

  /**
   * The bytes in {@code [from, to)} between single quotes, cut and with control characters named.
   */
  static String of(byte[] bytes, int from, int to) {
    // Four bytes a character at most; a cut character at the end falls behind the cut of the text.
    int end = Math.min(to, from + (LENGTH_MAX + 1) * 4);
    String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder("'");
    int length = 0;
    int i = 0;
    while (i < text.length() && length < LENGTH_MAX) {
      int code = text.codePointAt(i);
      i += Character.charCount(code);
      length++;
      if (Character.isISOControl(code) || Character.getType(code) == Character.FORMAT) {
        out.append(String.format("\\u%04x", code));
      } else {
        out.appendCodePoint(code);
      }
    }
    if (i < text.length() || end < to) {
      out.append("...");
    }
    return out.append('\'').toString();
  }
}
