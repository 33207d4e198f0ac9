package io.eventflux.query.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which types stand for which others without being asked (language 2.2 and 2.4). Pure functions.
 *
 * <pre>
 * INT -&gt; LONG -&gt; FLOAT -&gt; DOUBLE        DATE -&gt; TIMESTAMP &lt;-&gt; LONG &lt;-&gt; INTERVAL
 *        INT, LONG -&gt; DECIMAL -&gt; DOUBLE    JSON &lt;-&gt; STRING      anything -&gt; OBJECT
 * </pre>
 *
 * <p>An ARRAY, a MAP and a ROW widen part by part; the fields of a ROW are paired by position.
 *
 * <p>The arrows between times and LONG are not followed further: a TIMESTAMP does not become a
 * DOUBLE, but an INT, being a LONG, may stand for a TIMESTAMP or an INTERVAL.
 */
public final class Conversions {
  private Conversions() {}

  /**
   * Whether a value of one type may stand where another type is wanted. Never narrows; between
   * decimals neither digits before nor behind the point may get lost, while an integer may meet a
   * decimal that is too small for some values (then NULL at run time).
   *
   * @param from the type of the value
   * @param to the wanted type
   * @return true if the conversion is implicit, or the types are equal
   */
  public static boolean widens(Type from, Type to) {
    if (from.equals(to) || to == Type.OBJECT) {
      return true;
    }
    if (from.isNumeric() && to.isNumeric()) {
      return widensNumber(from, to);
    }
    if (to == Type.TIMESTAMP) {
      return from == Type.DATE || from.isInteger();
    }
    if (to == Type.INTERVAL) {
      return from.isInteger();
    }
    if (from instanceof Type.Array a && to instanceof Type.Array b) {
      return widens(a.element(), b.element());
    }
    if (from instanceof Type.Map a && to instanceof Type.Map b) {
      return widens(a.key(), b.key()) && widens(a.value(), b.value());
    }
    if (from instanceof Type.Row a && to instanceof Type.Row b) {
      return widensFields(a.fields(), b.fields());
    }
    if (to == Type.LONG) {
      return from == Type.TIMESTAMP || from == Type.INTERVAL;
    }
    return (from == Type.JSON && to == Type.STRING) || (from == Type.STRING && to == Type.JSON);
  }

  private static boolean widensFields(List<Type.Field> from, List<Type.Field> to) {
    boolean widens = from.size() == to.size();
    for (int i = 0; widens && i < from.size(); i++) {
      widens = widens(from.get(i).type(), to.get(i).type());
    }
    return widens;
  }

  private static boolean widensNumber(Type from, Type to) {
    if (to instanceof Type.Decimal wide) {
      if (from instanceof Type.Decimal narrow) {
        return wide.scale() >= narrow.scale()
            && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
      }
      return from.isInteger();
    }
    if (from instanceof Type.Decimal) {
      return to == Type.DOUBLE;
    }
    return rank(from) <= rank(to);
  }

  /** Position in the chain INT, LONG, FLOAT, DOUBLE. */
  private static int rank(Type number) {
    if (number == Type.INT) {
      return 0;
    }
    if (number == Type.LONG) {
      return 1;
    }
    return number == Type.FLOAT ? 2 : 3;
  }

  /**
   * The type that both types may stand for, as the branches of a CASE or the two sides of a UNION
   * need it.
   *
   * @param a one type
   * @param b the other
   * @return the narrowest such type, empty if there is none; OBJECT only if one of them is
   */
  public static Optional<Type> common(Type a, Type b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (a.isNumeric() && b.isNumeric()) {
      return Optional.of(commonNumber(a, b));
    }
    if (a == Type.OBJECT || b == Type.OBJECT) {
      return Optional.of(Type.OBJECT);
    }
    if (a instanceof Type.Array x && b instanceof Type.Array y) {
      return common(x.element(), y.element()).map(Type.Array::new);
    }
    if (a instanceof Type.Map x && b instanceof Type.Map y) {
      Optional<Type> key = common(x.key(), y.key());
      Optional<Type> value = common(x.value(), y.value());
      return key.isEmpty() || value.isEmpty()
          ? Optional.empty()
          : Optional.of(new Type.Map(key.get(), value.get()));
    }
    if (a instanceof Type.Row x && b instanceof Type.Row y) {
      return commonRow(x.fields(), y.fields());
    }
    // LONG and the time types widen into each other; the time type says more.
    if (a == Type.LONG || a == Type.JSON) {
      return widens(a, b) ? Optional.of(b) : Optional.empty();
    }
    if (widens(b, a)) {
      return Optional.of(a);
    }
    return widens(a, b) ? Optional.of(b) : Optional.empty();
  }

  /** Fields are paired by position; the names of the first row stay. */
  private static Optional<Type> commonRow(List<Type.Field> a, List<Type.Field> b) {
    if (a.size() != b.size()) {
      return Optional.empty();
    }
    List<Type.Field> fields = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      Optional<Type> type = common(a.get(i).type(), b.get(i).type());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.add(new Type.Field(a.get(i).name(), type.get()));
    }
    return Optional.of(new Type.Row(fields));
  }

  /**
   * The type in which two numbers meet: 2.3, with room for the digits of both if the result is
   * DECIMAL.
   */
  static Type commonNumber(Type a, Type b) {
    boolean hasDecimal = a instanceof Type.Decimal || b instanceof Type.Decimal;
    if (a == Type.DOUBLE || b == Type.DOUBLE) {
      return Type.DOUBLE;
    }
    if (a == Type.FLOAT || b == Type.FLOAT) {
      return hasDecimal ? Type.DOUBLE : Type.FLOAT;
    }
    if (hasDecimal) {
      Type.Decimal x = asDecimal(a);
      Type.Decimal y = asDecimal(b);
      int scale = Math.max(x.scale(), y.scale());
      int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
      return new Type.Decimal(Math.min(Type.Decimal.PRECISION_MAX, whole + scale), scale);
    }
    return a == Type.LONG || b == Type.LONG ? Type.LONG : Type.INT;
  }

  /**
   * Whether {@link #common} of two numbers has a place for every value of both. It has none if that
   * would be a DECIMAL of more than 38 digits; such numbers can be compared, but not in one type.
   *
   * @param a one number
   * @param b the other
   * @return false if a conversion to the common type may lose a value
   */
  public static boolean holdsBoth(Type a, Type b) {
    return !(commonNumber(a, b) instanceof Type.Decimal common)
        || (widens(asDecimal(a), common) && widens(asDecimal(b), common));
  }

  /**
   * The decimal type that holds every value of an integer type, or the decimal type itself.
   *
   * @param number INT, LONG or a DECIMAL
   */
  public static Type.Decimal asDecimal(Type number) {
    if (number instanceof Type.Decimal decimal) {
      return decimal;
    }
    return new Type.Decimal(number == Type.INT ? 10 : 19, 0);
  }

  /**
   * Whether {@code =} and {@code <>} may stand between the types: numbers, times and LONG, or equal
   * types.
   *
   * @param a the left type
   * @param b the right type
   * @return false for a type mismatch
   */
  public static boolean equatable(Type a, Type b) {
    if (a == Type.OBJECT || b == Type.OBJECT) {
      return true;
    }
    return common(a, b).isPresent()
        || (isTime(a) && isTime(b))
        || (isTime(a) && b.isInteger())
        || (a.isInteger() && isTime(b));
  }

  /**
   * Whether {@code <} and its kind may stand between the types.
   *
   * @param a the left type
   * @param b the right type
   * @return false for a type mismatch
   */
  public static boolean ordered(Type a, Type b) {
    return hasOrder(a) && hasOrder(b) && equatable(a, b);
  }

  private static boolean hasOrder(Type type) {
    return type.isNumeric()
        || isTime(type)
        || type == Type.INTERVAL
        || type == Type.STRING
        || type == Type.JSON;
  }

  /** Points in time; an INTERVAL is none and compares with INTERVAL and integers only. */
  private static boolean isTime(Type type) {
    return type == Type.TIMESTAMP || type == Type.DATE || type == Type.TIME;
  }
}
