package io.eventflux.query.text;

/** How many columns a terminal gives a character. Pure functions. */
public final class DisplayWidth {
  private static final int FIRST_COMBINING = 0x300;

  private DisplayWidth() {}

  /**
   * The columns of the code point {@code c}: none for one that combines with the character in front
   * of it, two for CJK and emoji (the wide blocks of UAX 11 without its long tail), else one.
   */
  public static int of(int c) {
    if (c < FIRST_COMBINING) {
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
            || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
  }

  /** The columns of {@code text}, which has no line breaks or tabs. */
  public static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += of(text.codePointAt(i));
    }
    return width;
  }
}
