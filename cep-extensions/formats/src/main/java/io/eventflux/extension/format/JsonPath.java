package io.eventflux.extension.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in a JSON record: {@code $.a.b[0]} or {@code $['a b'].c}. Immutable.
 *
 * @param steps from the root on, each a String (member of an object) or an Integer (element of a
 *     list, from 0)
 */
record JsonPath(List<Object> steps) {
  JsonPath {
    steps = List.copyOf(steps);
  }

  /** The member {@code name} of the record. */
  static JsonPath member(String name) {
    return new JsonPath(List.of(name));
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException with a sentence for the user if the text is none
   */
  static JsonPath parse(String text) {
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

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a path such as '$.a.b[0]' or '$[''a b'']'");
  }
}
