package io.eventflux.core.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a JSON value: {@code $.a.b[0]} or {@code $['a b'].c}. Immutable.
 *
 * @param steps from the root on, each a String (member of an object) or an Integer (element of a
 *     list, from 0)
 */
public record JsonPath(List<Object> steps) {
  /** Copies the list. */
  public JsonPath {
    steps = List.copyOf(steps);
  }

  /** The member {@code name} of the record. */
  public static JsonPath member(String name) {
    return new JsonPath(List.of(name));
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException with a sentence for the user if the text is none
   */
  public static JsonPath parse(String text) {
    String path = text.strip();
    if (path.isEmpty() || path.charAt(0) != '$') {
      throw malformed(text);
    }
    List<Object> steps = new ArrayList<>();
    int i = 1;
    while (i < path.length()) {
      if (path.charAt(i) == '.') {
        int start = ++i;
        while (i < path.length() && path.charAt(i) != '.' && path.charAt(i) != '[') {
          i++;
        }
        if (i == start) {
          throw malformed(text);
        }
        steps.add(path.substring(start, i));
      } else if (path.charAt(i) == '[') {
        i = bracket(path, i + 1, steps, text);
      } else {
        throw malformed(text);
      }
    }
    return new JsonPath(steps);
  }

  private static int bracket(String path, int from, List<Object> steps, String text) {
    char quote = from < path.length() ? path.charAt(from) : ']';
    boolean isName = quote == '\'' || quote == '"';
    int end = isName ? path.indexOf(quote, from + 1) : path.indexOf(']', from);
    int close = isName ? end + 1 : end;
    if (end < 0 || close >= path.length() || path.charAt(close) != ']') {
      throw malformed(text);
    }
    if (isName) {
      steps.add(path.substring(from + 1, end));
    } else {
      String index = path.substring(from, end);
      if (!index.matches("\\d{1,9}")) {
        throw malformed(text);
      }
      steps.add(Integer.valueOf(index));
    }
    return close + 1;
  }

  /** A sentence about what is wrong with a constant path, or null if it can be used. */
  public static @Nullable String problem(Object path) {
    if (!(path instanceof String text)) {
      return null;
    }
    try {
      parse(text);
      return null;
    } catch (IllegalArgumentException malformed) {
      return malformed.getMessage();
    }
  }

  /**
   * The value at this place.
   *
   * @param root a value of lists, maps and scalars, as {@link JsonReader} gives for OBJECT
   * @return empty if there is nothing; the holder of null for JSON null
   */
  public Found in(@Nullable Object root) {
    Object value = root;
    for (Object step : steps) {
      if (step instanceof Integer index) {
        if (!(value instanceof List<?> list) || index >= list.size()) {
          return Found.NOTHING;
        }
        value = list.get(index);
      } else {
        if (!(value instanceof Map<?, ?> map) || !map.containsKey(step)) {
          return Found.NOTHING;
        }
        value = map.get(step);
      }
    }
    return new Found(true, value);
  }

  /**
   * What stands at a path.
   *
   * @param exists whether there is anything
   * @param value the value; null for JSON null, or if there is nothing
   */
  public record Found(boolean exists, @Nullable Object value) {
    static final Found NOTHING = new Found(false, null);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a path such as '$.a.b[0]' or '$[''a b'']'");
  }
}
