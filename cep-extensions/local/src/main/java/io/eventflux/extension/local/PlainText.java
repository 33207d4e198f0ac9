package io.eventflux.extension.local;

/** Text that fits one line and does nothing to a terminal. */
final class PlainText {
  private static final int LENGTH_MAX = 256;

  private PlainText() {}

  /** Appends {@code text} with control characters named. */
  static void append(StringBuilder out, String text) {
    append(out, text, text.length());
  }

  /** Appends {@code text} between single quotes, cut behind 256 characters. */
  static void appendQuoted(StringBuilder out, String text) {
    out.append('\'');
    append(out, text, Math.min(text.length(), LENGTH_MAX));
    out.append(text.length() > LENGTH_MAX ? "...'" : "'");
  }

  private static void append(StringBuilder out, String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Also what turns the direction of text around, or hides it.
          if (Character.isISOControl(c)
              || Character.getType(c) == Character.FORMAT
              || c == '\u2028'
              || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
  }
}
