package io.eventflux.compiler.codegen;

import java.util.regex.Pattern;

/**
 * The value of an expression as two Java expressions without side effects. Each is a primary or in
 * parentheses, so that it can stand anywhere.
 *
 * @param isNull of type boolean; the literal {@code false} if the value is never NULL
 * @param value of the Java type of the expression; undefined where {@code isNull} holds
 * @param total whether {@code value} may be evaluated where {@code isNull} holds
 */
record Operand(String isNull, String value, boolean total) {
  private static final Pattern CHEAP =
      Pattern.compile("!?\\w+(\\[\\w+])?|\\(\\(\\w+\\) \\w+(\\[\\w+])?\\)|\\(\\w+ == null\\)");

  /** A value that is never NULL. */
  static Operand present(String value) {
    return new Operand("false", value, true);
  }

  boolean isNeverNull() {
    return isNull.equals("false");
  }

  boolean isAlwaysNull() {
    return isNull.equals("true");
  }

  /** The Java condition that a BOOL value is TRUE. */
  String isTrue() {
    return Logic.and(Logic.not(isNull), value);
  }

  /** The Java condition that a BOOL value is FALSE. */
  String isFalse() {
    return Logic.and(Logic.not(isNull), Logic.not(value));
  }

  /** The value, or {@code instead} where it is NULL. */
  String valueOr(String instead) {
    if (isNeverNull()) {
      return value;
    }
    return isAlwaysNull() ? instead : "(" + isNull + " ? " + instead + " : " + value + ")";
  }

  /** Whether repeating both texts costs no more than a local variable. */
  boolean isCheap() {
    return CHEAP.matcher(isNull).matches() && CHEAP.matcher(value).matches();
  }
}
