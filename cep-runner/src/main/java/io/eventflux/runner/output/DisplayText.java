package io.eventflux.runner.output;

import io.eventflux.query.text.DisplayWidth;

/** Text in a terminal: how it is kept on one line, cut and padded to a width. */
final class DisplayText {
  private static final char ELLIPSIS = '…';

  private DisplayText() {}

  /** The text on one line: control characters are shown as escapes, never sent to a terminal. */
  static String printable(String text) {
    boolean isClean = true;
    for (int i = 0; i < text.length() && isClean; i++) {
      isClean = !Character.isISOControl(text.charAt(i));
    }
    if (isClean) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  /**
   * Appends {@code text} in exactly {@code width} cells; what does not fit ends with an ellipsis.
   */
  static void append(StringBuilder out, String text, int width, boolean alignRight) {
    String shown = DisplayWidth.of(text) <= width ? text : cut(text, width - 1) + ELLIPSIS;
    String padding = " ".repeat(Math.max(0, width - DisplayWidth.of(shown)));
    out.append(alignRight ? padding : "").append(shown).append(alignRight ? "" : padding);
  }

  private static String cut(String text, int width) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (used + DisplayWidth.of(c) > width) {
        break;
      }
      used += DisplayWidth.of(c);
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }
}
