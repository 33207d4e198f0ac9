package io.eventflux.core.function;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
