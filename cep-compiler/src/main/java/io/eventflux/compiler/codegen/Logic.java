package io.eventflux.compiler.codegen;

/**
 * Joins Java conditions and leaves out what is known. Arguments and results can stand anywhere.
 *
 * <p>Conditions over local values only are joined without jumps ({@code &} for {@code &&}): whether
 * a row passes is often a toss, and a jump that the processor cannot foresee costs more than
 * several comparisons. Longer conditions jump, so that a selective beginning saves the rest.
 */
final class Logic {
  /** Longest condition that is evaluated without jumps, in characters: about four comparisons. */
  private static final int FLAT_LENGTH_MAX = 100;

  private Logic() {}

  /** Whether nothing is called, nothing can fail and little is done. */
  private static boolean isFlat(String a) {
    for (int i = 0; i < a.length(); i++) {
      if (".?/%".indexOf(a.charAt(i)) >= 0) {
        return false;
      }
    }
    return a.length() <= FLAT_LENGTH_MAX;
  }

  static String and(String a, String b) {
    if (a.equals("true") || b.equals("false")) {
      return b;
    }
    return b.equals("true") || a.equals("false")
        ? a
        : joined(a, isFlat(a) && isFlat(b) ? " & " : " && ", b);
  }

  static String or(String a, String b) {
    if (a.equals("false") || b.equals("true")) {
      return b;
    }
    return b.equals("false") || a.equals("true")
        ? a
        : joined(a, isFlat(a) && isFlat(b) ? " | " : " || ", b);
  }

  private static String joined(String a, String operator, String b) {
    return "(" + a + operator + b + ")";
  }

  /** {@code if (a)}, without a second pair of brackets. */
  static String ifTrue(String a) {
    int depth = 0;
    for (int i = 0; i < a.length(); i++) {
      depth += a.charAt(i) == '(' ? 1 : a.charAt(i) == ')' ? -1 : 0;
      if (depth == 0 && i < a.length() - 1) {
        return "if (" + a + ")";
      }
    }
    return a.startsWith("(") ? "if " + a : "if (" + a + ")";
  }

  static String not(String a) {
    if (a.equals("true")) {
      return "false";
    }
    if (a.equals("false")) {
      return "true";
    }
    return a.startsWith("!") ? a.substring(1) : "!" + a;
  }
}
