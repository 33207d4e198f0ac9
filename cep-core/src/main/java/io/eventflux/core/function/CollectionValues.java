package io.eventflux.core.function;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of ARRAY, MAP and ROW, and reads their parts: what the constructors and brackets of
 * the language call. An ARRAY is a {@link List}, a MAP and a ROW are {@link Map}s in the order of
 * their entries; nobody can change them, and they are compared by content. Pure functions; a null
 * is SQL NULL.
 */
public final class CollectionValues {
  private CollectionValues() {}

  /** {@code ARRAY[a, b]}; keeps the array given. */
  public static Object array(@Nullable Object... elements) {
    return Collections.unmodifiableList(Arrays.asList(elements));
  }

  /**
   * {@code MAP[k, v, k, v]} and {@code ROW(...)}, with the names of fields as keys. Of equal keys
   * the last one counts; an entry whose key is NULL is left out.
   */
  public static Object map(@Nullable Object... keysAndValues) {
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
      Object key = keysAndValues[i];
      if (key != null) {
        entries.put(key, keysAndValues[i + 1]);
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  /** {@code cardinality(x)}: the count of elements or entries; null for any other value. */
  public static @Nullable Integer count(Object value) {
    if (value instanceof Collection<?> elements) {
      return elements.size();
    }
    return value instanceof Map<?, ?> entries ? (Integer) entries.size() : null;
  }

  /** {@code element(array)}: the only element; null if there is none, or more than one. */
  public static @Nullable Object only(Object array) {
    List<?> elements = (List<?>) array;
    return elements.size() == 1 ? elements.get(0) : null;
  }

  /** {@code array_contains(array, value)}. */
  public static boolean contains(Object array, Object value) {
    return ((Collection<?>) array).contains(value);
  }

  /** {@code array_contains(array, value)} for numbers of different types. */
  public static boolean containsNumber(Object array, Object value) {
    return ((Collection<?>) array).stream().anyMatch(element -> same(element, value));
  }

  /** {@code map_keys(map)}, in the order of the entries. */
  public static Object keys(Object map) {
    return array(((Map<?, ?>) map).keySet().toArray());
  }

  /** {@code map_values(map)}, in the order of the entries. */
  public static Object values(Object map) {
    return array(((Map<?, ?>) map).values().toArray());
  }

  /**
   * Whether two values of unknown content are the same: numbers by their value, whatever their
   * types, all else as {@code equals} has it.
   */
  public static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y && a.getClass() != b.getClass()) {
      BigDecimal left = exact(x);
      BigDecimal right = exact(y);
      return left != null && right != null && left.compareTo(right) == 0;
    }
    return Objects.equals(a, b);
  }

  /** The value of a number; null for NaN and infinities. */
  static @Nullable BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      return Double.isFinite(value) ? new BigDecimal(value) : null;
    }
    return BigDecimal.valueOf(number.longValue());
  }

  /** Compares finite numbers of any types by their exact values. */
  public static int compareExact(Number a, Number b) {
    BigDecimal left = exact(a);
    BigDecimal right = exact(b);
    return left == null || right == null ? 0 : left.compareTo(right);
  }

  /** Whether a value may become a part of another one: it is not nested too deep. */
  public static boolean isShallow(@Nullable Object value) {
    return isWithin(value, JsonReader.DEPTH_MAX - 1);
  }

  private static boolean isWithin(@Nullable Object value, int depth) {
    boolean isList = value instanceof Collection<?>;
    if (!isList && !(value instanceof Map<?, ?>)) {
      return true;
    }
    if (depth == 0) {
      return false;
    }
    Collection<?> parts =
        value instanceof Map<?, ?> map
            ? map.values()
            : (Collection<?>) Objects.requireNonNull(value);
    for (Object part : parts) {
      if (!isWithin(part, depth - 1)) {
        return false;
      }
    }
    return true;
  }

  /** {@code array[index]}, counted from 1; null outside. */
  public static @Nullable Object element(Object array, int index) {
    List<?> elements = (List<?>) array;
    return index >= 1 && index <= elements.size() ? elements.get(index - 1) : null;
  }

  /** {@code map[key]} and {@code row.field}; null if there is no such key. */
  public static @Nullable Object entry(Object map, Object key) {
    return ((Map<?, ?>) map).get(key);
  }
}
