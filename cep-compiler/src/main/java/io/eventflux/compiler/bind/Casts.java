package io.eventflux.compiler.bind;

import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;

/** The pairs of language 2.7. */
final class Casts {
  private Casts() {}

  /** Whether a conversion that was asked for exists. */
  static boolean isAllowed(Type from, Type to) {
    if (Conversions.widens(from, to) || to == Type.STRING || from == Type.OBJECT) {
      return true;
    }
    boolean isTime = to == Type.TIMESTAMP || to == Type.DATE || to == Type.TIME;
    if (from == Type.STRING) {
      return to.isNumeric() || to == Type.BOOL || isTime;
    }
    boolean isNumberLike = from.isNumeric() || from == Type.BOOL;
    return isNumberLike && (to.isNumeric() || to == Type.BOOL);
  }

  /** Whether the conversion is implicit as well. */
  static boolean isWidening(Type from, Type to) {
    return Conversions.widens(from, to);
  }
}
