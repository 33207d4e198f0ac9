package io.eventflux.core.function;

import io.eventflux.core.column.ByteString;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of boxed values from one type to another (language 2.2 and 2.7), for what has no
 * primitive form: composite values, element by element, and values of unknown content. Immutable.
 *
 * @param from the type of the values given
 * @param to the type of the results
 */
public record ValueConversion(Type from, Type to) {

  /** The converted value; null, which is SQL NULL, if it has none. */
  public @Nullable Object apply(Object value) {
    return convert(value, from, to);
  }

  /**
   * The value of {@code type} that a text stands for, as CAST reads it.
   *
   * @return null if it stands for none
   */
  public static @Nullable Object of(String text, Type type) {
    if (type instanceof Type.Decimal decimal) {
      return Numbers.parseDecimal(text, decimal.precision(), decimal.scale());
    }
    if (!(type instanceof Type.Scalar scalar)) {
      return null;
    }
    return switch (scalar) {
      case BOOL -> Numbers.parseBoolean(text);
      case INT -> Numbers.parseInt(text);
      case LONG -> Numbers.parseLong(text);
      case FLOAT -> Numbers.parseFloat(text);
      case DOUBLE -> Numbers.parseDouble(text);
      case STRING, OBJECT -> text;
      case TIMESTAMP -> Times.parseTimestamp(text);
      case DATE -> Times.parseDate(text);
      case TIME -> Times.parseTime(text);
      case JSON -> JsonReader.checked(text);
      case INTERVAL, BINARY -> null;
    };
  }

  /**
   * The text of a value, as CAST to VARCHAR gives it: times in UTC, numbers with all their digits,
   * BINARY in hexadecimal digits, ARRAY, MAP and ROW as JSON.
   */
  public static String text(Object value, Type type) {
    if (type == Type.TIMESTAMP) {
      return Times.printTimestamp((Long) value);
    }
    if (type == Type.DATE) {
      return Times.printDate((Long) value);
    }
    if (type == Type.TIME) {
      return Times.printTime((Long) value);
    }
    if (value instanceof BigDecimal decimal) {
      return Decimals.text(decimal);
    }
    return value instanceof Collection<?> || value instanceof Map<?, ?>
        ? JsonPrinter.print(value, type)
        : value.toString();
  }

  private static @Nullable Object convert(@Nullable Object value, Type from, Type to) {
    if (value == null || from.equals(to) || to == Type.OBJECT) {
      return value;
    }
    if (from == Type.OBJECT) {
      return fromObject(value, to);
    }
    if (from instanceof Type.Array a && to instanceof Type.Array b) {
      return list((Collection<?>) value, a.element(), b.element());
    }
    if (from instanceof Type.Map a && to instanceof Type.Map b) {
      return map((Map<?, ?>) value, a, b);
    }
    if (from instanceof Type.Row a && to instanceof Type.Row b) {
      return row((Map<?, ?>) value, a, b);
    }
    if (to == Type.STRING) {
      return text(value, from);
    }
    return value instanceof String text ? of(text, to) : number(value, to);
  }

  private static List<@Nullable Object> list(Collection<?> elements, Type from, Type to) {
    List<@Nullable Object> converted = new ArrayList<>(elements.size());
    for (Object element : elements) {
      converted.add(convert(element, from, to));
    }
    return Collections.unmodifiableList(converted);
  }

  /** A key that does not exist in the wanted type takes its entry with it. */
  private static Map<Object, @Nullable Object> map(Map<?, ?> entries, Type.Map from, Type.Map to) {
    Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      Object key = convert(entry.getKey(), from.key(), to.key());
      if (key != null) {
        converted.put(key, convert(entry.getValue(), from.value(), to.value()));
      }
    }
    return Collections.unmodifiableMap(converted);
  }

  /** Fields are paired by position, and take the names of the wanted type. */
  private static Map<Object, @Nullable Object> row(Map<?, ?> fields, Type.Row from, Type.Row to) {
    Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
    for (int i = 0; i < to.fields().size(); i++) {
      Type.Field given = from.fields().get(i);
      Type.Field wanted = to.fields().get(i);
      converted.put(wanted.name(), convert(fields.get(given.name()), given.type(), wanted.type()));
    }
    return Collections.unmodifiableMap(converted);
  }

  private static @Nullable Object fromObject(Object value, Type to) {
    if (to instanceof Type.Array array) {
      return value instanceof Collection<?> elements
          ? list(elements, Type.OBJECT, array.element())
          : null;
    }
    if (to instanceof Type.Map map) {
      return value instanceof Map<?, ?> entries
          ? map(entries, new Type.Map(Type.OBJECT, Type.OBJECT), map)
          : null;
    }
    if (to instanceof Type.Row row) {
      if (!(value instanceof Map<?, ?> fields)) {
        return null;
      }
      Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
      for (Type.Field field : row.fields()) {
        converted.put(field.name(), convert(fields.get(field.name()), Type.OBJECT, field.type()));
      }
      return Collections.unmodifiableMap(converted);
    }
    if (to == Type.STRING) {
      return text(value, Type.OBJECT);
    }
    if (to == Type.BOOL) {
      return value instanceof Boolean ? value : null;
    }
    if (to == Type.BINARY) {
      return value instanceof ByteString ? value : null;
    }
    if (to == Type.JSON) {
      return value instanceof String text ? JsonReader.checked(text) : null;
    }
    if (to.isNumeric()) {
      return value instanceof Number ? number(value, to) : null;
    }
    if (!(value instanceof Integer || value instanceof Long)) {
      return null;
    }
    long millis = ((Number) value).longValue();
    if (to == Type.DATE) {
      return Times.dateOf(millis);
    }
    return to == Type.TIME ? Times.timeOf(millis) : millis;
  }

  /** From a number, a truth value or a time to a type of that kind. */
  private static @Nullable Object number(Object value, Type to) {
    if (value instanceof Boolean truth) {
      return to == Type.BOOL ? truth : number(truth ? (Object) 1 : (Object) 0, to);
    }
    Number number = (Number) value;
    boolean isFloating = value instanceof Double || value instanceof Float;
    if (to instanceof Type.Decimal decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      if (value instanceof BigDecimal exact) {
        return Decimals.fit(exact, precision, scale);
      }
      if (value instanceof Float narrow) {
        return Decimals.of((float) narrow, precision, scale);
      }
      return isFloating
          ? Decimals.of(number.doubleValue(), precision, scale)
          : Decimals.of(number.longValue(), precision, scale);
    }
    return switch ((Type.Scalar) to) {
      case BOOL ->
          value instanceof BigDecimal exact ? exact.signum() != 0 : number.doubleValue() != 0;
      case INT -> {
        if (value instanceof BigDecimal exact) {
          yield Decimals.toInt(exact);
        }
        boolean fits =
            isFloating
                ? Numbers.fitsInt(number.doubleValue())
                : number.longValue() == number.intValue();
        yield fits ? (Object) number.intValue() : null;
      }
      case LONG, TIMESTAMP, INTERVAL -> {
        if (value instanceof BigDecimal exact) {
          yield Decimals.toLong(exact);
        }
        boolean fits = !isFloating || Numbers.fitsLong(number.doubleValue());
        yield fits ? (Object) number.longValue() : null;
      }
      case DATE -> Times.dateOf(number.longValue());
      case TIME -> Times.timeOf(number.longValue());
      case FLOAT ->
          value instanceof BigDecimal && Float.isInfinite(number.floatValue())
              ? null
              : (Object) number.floatValue();
      case DOUBLE ->
          value instanceof BigDecimal && Double.isInfinite(number.doubleValue())
              ? null
              : (Object) number.doubleValue();
      case STRING, BINARY, OBJECT, JSON -> throw new AssertionError("no number becomes " + to);
    };
  }
}
