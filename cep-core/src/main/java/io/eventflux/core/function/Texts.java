package io.eventflux.core.function;

/** Order of strings (language 2.4). Pure functions. */
public final class Texts {
  private Texts() {}

  /**
   * Negative, zero or positive as {@code a} comes before, is equal to or comes behind {@code b} by
   * Unicode code points. Differs from {@link String#compareTo} where a surrogate meets a character
   * from U+E000 to U+FFFF.
   */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others but have smaller code units.
        boolean isHighX = Character.isSurrogate(x);
        return isHighX == Character.isSurrogate(y) ? x - y : isHighX ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
