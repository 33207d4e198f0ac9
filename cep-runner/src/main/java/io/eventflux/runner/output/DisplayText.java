package io.eventflux.runner.output;

/** Text in a terminal: how wide it is, and how it is cut and padded to a width. */
final class DisplayText {
  private static final char ELLIPSIS = '…';

  private DisplayText() {}

  /** Cells that {@code text} takes; accents take none, CJK and emoji two. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  private static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean isWide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
  }

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
    String shown = width(text) <= width ? text : cut(text, width - 1) + ELLIPSIS;
    String padding = " ".repeat(Math.max(0, width - width(shown)));
    out.append(alignRight ? padding : "").append(shown).append(alignRight ? "" : padding);
  }

  private static String cut(String text, int width) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (used + width(c) > width) {
        break;
      }
      used += width(c);
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }
}
