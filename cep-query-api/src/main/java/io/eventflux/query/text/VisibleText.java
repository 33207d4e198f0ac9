package io.eventflux.query.text;

/**
 * Texts as a message shows them: a character that nobody would see, or that would move what stands
 * around it, is named by its code point. Pure functions.
 */
public final class VisibleText {
  private VisibleText() {}

  /**
   * A piece of a text for a message on one line.
   *
   * @param text any text
   * @return the same, line breaks and tabs as blanks and other invisible characters as {@code
   *     U+XXXX}
   */
  public static String of(String text) {
    if (text.codePoints().noneMatch(c -> c < ' ' || isInvisible(c))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\r' || c == '\t') {
                out.append(' ');
              } else if (isInvisible(c)) {
                out.append(name(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /**
   * The name of a code point.
   *
   * @param c a code point
   * @return as in {@code U+200B}
   */
  public static String name(int c) {
    return String.format("U+%04X", c);
  }

  /**
   * Whether a character says nothing to a reader, or looks like a blank and is none.
   *
   * @param c a code point
   * @return false for the blank, for line breaks and tabs, and for the two joiners that belong to
   *     the letters beside them
   */
  public static boolean isInvisible(int c) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0x200C || c == 0x200D) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED
        || type == Character.PRIVATE_USE
        || type == Character.SPACE_SEPARATOR
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
