package io.eventflux.compiler.codegen;

/** Joins Java conditions and leaves out what is known. Arguments and results can stand anywhere. */
final class Logic {
  private Logic() {}

  static String and(String a, String b) {
    if (a.equals("true") || b.equals("false")) {
      return b;
    }
    return b.equals("true") || a.equals("false") ? a : "(" + a + " && " + b + ")";
  }

  static String or(String a, String b) {
    if (a.equals("false") || b.equals("true")) {
      return b;
    }
    return b.equals("false") || a.equals("true") ? a : "(" + a + " || " + b + ")";
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
