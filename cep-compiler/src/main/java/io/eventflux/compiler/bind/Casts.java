package io.eventflux.compiler.bind;

import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pairs of language 2.7; ARRAY, MAP and ROW part by part. */
final class Casts {
  private Casts() {}

  /** Whether a conversion that was asked for exists. */
  static boolean isAllowed(Type from, Type to) {
    if (Conversions.widens(from, to) || to == Type.STRING || from == Type.OBJECT) {
      return true;
    }
    if (from instanceof Type.Array a && to instanceof Type.Array b) {
      return isAllowed(a.element(), b.element());
    }
    if (from instanceof Type.Map a && to instanceof Type.Map b) {
      return isAllowed(a.key(), b.key()) && isAllowed(a.value(), b.value());
    }
    if (from instanceof Type.Row a && to instanceof Type.Row b) {
      return areAllowed(a.fields(), b.fields());
    }
    boolean isTime = to == Type.TIMESTAMP || to == Type.DATE || to == Type.TIME;
    if (from == Type.STRING || from == Type.JSON) {
      return to.isNumeric() || to == Type.BOOL || isTime;
    }
    boolean isNumberLike = from.isNumeric() || from == Type.BOOL;
    return isNumberLike && (to.isNumeric() || to == Type.BOOL);
  }

  /** The names of the types without parts that a value can be converted to. */
  static String targets(Type from) {
    return Stream.concat(Arrays.stream(Type.Scalar.values()), Stream.of(Type.DECIMAL))
        .filter(to -> isAllowed(from, to))
        .map(to -> to == Type.DECIMAL ? "DECIMAL" : to.sqlName())
        .collect(Collectors.joining(", "));
  }

  private static boolean areAllowed(List<Type.Field> from, List<Type.Field> to) {
    boolean areAllowed = from.size() == to.size();
    for (int i = 0; areAllowed && i < from.size(); i++) {
      areAllowed = isAllowed(from.get(i).type(), to.get(i).type());
    }
    return areAllowed;
  }

  /** Whether the conversion is implicit as well. */
  static boolean isWidening(Type from, Type to) {
    return Conversions.widens(from, to);
  }
}
