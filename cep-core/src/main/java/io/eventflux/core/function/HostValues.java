package io.eventflux.core.function;

import io.eventflux.core.column.ByteString;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of the host program as columns hold them, with the widening conversions of language 2.2.
 * Collections and arrays are copied, so that nobody can change a row afterwards. Pure functions.
 *
 * <pre>
 *   BINARY                            byte[], ByteString
 *   ARRAY                             Collection, Object[]
 *   MAP, ROW                          Map; of a ROW the names of fields, one that is missing is NULL
 *   JSON                              CharSequence that is JSON
 *   TIMESTAMP, DATE, TIME, INTERVAL   Instant, LocalDate, LocalTime, Duration, or milliseconds
 *                                     since 1970, of a TIME since midnight and less than a day
 *   OBJECT                            all of these and any other value
 * </pre>
 */
public final class HostValues {
  private static final long DAY_MILLIS = 86_400_000L;

  private HostValues() {}

  /**
   * The value for a column of {@code type}; null stays null.
   *
   * @throws IllegalArgumentException with a sentence if the value, or a part of it, does not fit
   */
  public static @Nullable Object of(Type type, @Nullable Object value) {
    return of(type, value, 0);
  }

  /**
   * Whether a value that an OBJECT column holds is of a type. Called by kernels, once a row.
   *
   * @param type the name of BOOL, INT, LONG, FLOAT, DOUBLE or STRING
   */
  public static boolean isOf(Object value, String type) {
    return switch (type) {
      case "BOOL" -> value instanceof Boolean;
      case "INT" -> value instanceof Integer;
      case "LONG" -> value instanceof Long;
      case "FLOAT" -> value instanceof Float;
      case "DOUBLE" -> value instanceof Double;
      case "STRING" -> value instanceof String;
      default -> throw new IllegalArgumentException("nobody asks for " + type);
    };
  }

  private static @Nullable Object of(Type type, @Nullable Object value, int depth) {
    if (value == null) {
      return null;
    }
    if (depth > JsonReader.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "the value is nested more than " + JsonReader.DEPTH_MAX + " levels deep");
    }
    Object fitting =
        type == Type.OBJECT
            ? any(value, depth)
            : type instanceof Type.Scalar scalar
                ? inRange(scalar, value)
                : parts(type, value, depth);
    if (fitting == null) {
      throw new IllegalArgumentException(
          "a " + value.getClass().getSimpleName() + " does not fit type " + type.sqlName());
    }
    return fitting;
  }

  private static @Nullable Object parts(Type type, Object value, int depth) {
    if (type instanceof Type.Decimal decimal) {
      return decimal(value, decimal);
    }
    if (type instanceof Type.Array array) {
      Collection<?> elements = elements(value);
      return elements == null ? null : list(elements, array.element(), depth);
    }
    if (!(value instanceof Map<?, ?> entries)) {
      return null;
    }
    if (type instanceof Type.Map map) {
      return map(entries, map.key(), map.value(), depth);
    }
    Map<Object, @Nullable Object> fields = new LinkedHashMap<>();
    for (Type.Field field : ((Type.Row) type).fields()) {
      fields.put(field.name(), of(field.type(), entries.get(field.name()), depth + 1));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static @Nullable Collection<?> elements(Object value) {
    if (value instanceof Object[] array) {
      return Arrays.asList(array);
    }
    return value instanceof Collection<?> elements ? elements : null;
  }

  private static List<@Nullable Object> list(Collection<?> elements, Type type, int depth) {
    List<@Nullable Object> copied = new ArrayList<>(elements.size());
    elements.forEach(element -> copied.add(of(type, element, depth + 1)));
    return Collections.unmodifiableList(copied);
  }

  private static Map<Object, @Nullable Object> map(
      Map<?, ?> entries, Type key, Type value, int depth) {
    Map<Object, @Nullable Object> copied = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      Object copiedKey = of(key, entry.getKey(), depth + 1);
      if (copiedKey != null) {
        copied.put(copiedKey, of(value, entry.getValue(), depth + 1));
      }
    }
    return Collections.unmodifiableMap(copied);
  }

  private static Object any(Object value, int depth) {
    if (value instanceof Collection<?> elements) {
      List<@Nullable Object> list = list(elements, Type.OBJECT, depth);
      return value instanceof Set ? Collections.unmodifiableSet(new LinkedHashSet<>(list)) : list;
    }
    if (value instanceof Map<?, ?> entries) {
      return map(entries, Type.OBJECT, Type.OBJECT, depth);
    }
    return value instanceof byte[] bytes ? ByteString.copyOf(bytes) : value;
  }

  /** Null also for a time that milliseconds do not reach. */
  private static @Nullable Object inRange(Type.Scalar type, Object value) {
    try {
      return scalar(type, value);
    } catch (ArithmeticException outOfRange) {
      return null;
    }
  }

  private static @Nullable Object scalar(Type.Scalar type, Object value) {
    return switch (type) {
      case BOOL -> value instanceof Boolean ? value : null;
      case INT -> isInt(value) ? (Object) ((Number) value).intValue() : null;
      case LONG -> whole(value);
      case FLOAT ->
          value instanceof Float || whole(value) != null
              ? (Object) ((Number) value).floatValue()
              : null;
      case DOUBLE ->
          value instanceof Double
                  || value instanceof Float
                  || value instanceof BigDecimal
                  || whole(value) != null
              ? (Object) ((Number) value).doubleValue()
              : null;
      case STRING -> value instanceof CharSequence ? value.toString() : null;
      case JSON -> value instanceof CharSequence ? JsonReader.checked(value.toString()) : null;
      case TIMESTAMP -> value instanceof Instant at ? (Object) at.toEpochMilli() : whole(value);
      case DATE ->
          value instanceof LocalDate day
              ? (Object) Math.multiplyExact(day.toEpochDay(), DAY_MILLIS)
              : midnight(value);
      case TIME ->
          value instanceof LocalTime time
              ? (Object) (time.toNanoOfDay() / 1_000_000)
              : timeOfDay(value);
      case INTERVAL -> value instanceof Duration gap ? (Object) gap.toMillis() : whole(value);
      case BINARY ->
          value instanceof byte[] bytes
              ? ByteString.copyOf(bytes)
              : value instanceof ByteString ? value : null;
      case OBJECT -> value;
    };
  }

  private static @Nullable Object midnight(Object value) {
    return whole(value) instanceof Long millis ? (Object) Times.dateOf(millis) : null;
  }

  private static @Nullable Object timeOfDay(Object value) {
    return whole(value) instanceof Long millis && Times.timeOf(millis) == millis ? millis : null;
  }

  private static @Nullable Object whole(Object value) {
    return value instanceof Long || isInt(value) ? (Object) ((Number) value).longValue() : null;
  }

  private static boolean isInt(Object value) {
    return value instanceof Integer || value instanceof Short || value instanceof Byte;
  }

  private static @Nullable BigDecimal decimal(Object value, Type.Decimal type) {
    Object whole = whole(value);
    BigDecimal exact =
        value instanceof BigDecimal given
            ? given
            : value instanceof BigInteger large
                ? new BigDecimal(large)
                : whole == null ? null : BigDecimal.valueOf((Long) whole);
    return exact == null ? null : Decimals.fit(exact, type.precision(), type.scale());
  }
}
