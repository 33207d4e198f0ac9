package io.eventflux.core.interpreter;

import java.math.BigDecimal;
import java.util.Arrays;

/** Language 2.4 on non-NULL operands of one type. */
final class Comparison {
  private Comparison() {}

  static boolean equal(Object a, Object b) {
    if (a instanceof Float || a instanceof Double || a instanceof BigDecimal) {
      return a.getClass() == b.getClass() && compare(a, b) == 0;
    }
    return a.equals(b);
  }

  /** NaN is equal to itself and greater than any number; -0.0 equals 0.0. */
  static int compare(Object a, Object b) {
    if (a instanceof Integer x) {
      return Integer.compare(x, (Integer) b);
    }
    if (a instanceof Long x) {
      return Long.compare(x, (Long) b);
    }
    if (a instanceof Float x) {
      return compare((double) x, (double) (Float) b);
    }
    if (a instanceof Double x) {
      return compare((double) x, (double) (Double) b);
    }
    if (a instanceof BigDecimal x) {
      return x.compareTo((BigDecimal) b);
    }
    return Arrays.compare(((String) a).codePoints().toArray(), ((String) b).codePoints().toArray());
  }

  private static int compare(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    if (a == b) {
      return 0;
    }
    return a < b ? -1 : 1;
  }
}
