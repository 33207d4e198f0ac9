package io.eventflux.core.function.scalar;

import io.eventflux.core.function.CollectionValues;
import io.eventflux.core.function.Decimals;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.JsonPath;
import io.eventflux.core.function.JsonPathCache;
import io.eventflux.core.function.JsonPrinter;
import io.eventflux.core.function.JsonReader;
import io.eventflux.core.function.Numbers;
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
 * The functions of JSON (language 8.2 and 8.6). A JSON argument is text, or a value that {@code
 * json:toObject}, a list or a map function gave. Paths are those of {@link JsonPath}. Pure
 * functions; a null result is SQL NULL.
 */
public final class JsonFunctions {
  private JsonFunctions() {}

  static List<FunctionProvider.ScalarFunction> functions() {
    return new FunctionTable("JSON", JsonFunctions.class, false)
        .add(
            "json:getBool",
            "getBool",
            List.of(),
            "The truth value at a path; NULL for anything else.",
            "json:getBool('{\"a\": true}', '$.a')",
            "TRUE")
        .checking(1, JsonPath::problem)
        .add(
            "json:getInt",
            "getInt",
            List.of(),
            "The whole number at a path, if it is an INT; NULL for anything else.",
            "json:getInt('{\"a\": [5]}', '$.a[0]')",
            "5",
            "json:getInt('{\"a\": 1.5}', '$.a')",
            "NULL")
        .checking(1, JsonPath::problem)
        .add(
            "json:getLong",
            "getLong",
            List.of(),
            "The whole number at a path, if it is a BIGINT; NULL for anything else.",
            "json:getLong('{\"a\": 5}', '$.a')",
            "5L")
        .checking(1, JsonPath::problem)
        .add(
            "json:getFloat",
            "getFloat",
            List.of(),
            "The number at a path; NULL for anything else, and if it is out of range.",
            "json:getFloat('{\"a\": 1.5}', '$.a')",
            "1.5f")
        .checking(1, JsonPath::problem)
        .add(
            "json:getDouble",
            "getDouble",
            List.of(),
            "The number at a path; NULL for anything else, and if it is out of range.",
            "json:getDouble('{\"a\": 5}', '$.a')",
            "5.0",
            "json:getDouble('{\"a\": \"5\"}', '$.a')",
            "NULL")
        .checking(1, JsonPath::problem)
        .add(
            "json:getString",
            "getString",
            List.of(),
            "What stands at a path as text: objects and arrays as JSON. NULL if there is nothing.",
            "json:getString('{\"a\": {\"b\": \"x\"}}', '$.a.b')",
            "'x'",
            "json:getString('{\"a\": {\"b\": 1}}', '$.a')",
            "'{\"b\":1}'")
        .checking(1, JsonPath::problem)
        .add(
            "json:getObject",
            "getObject",
            List.of(),
            "What stands at a path.",
            "json:getObject('{\"a\": [1, 2]}', '$.a')",
            "ARRAY[1, 2]",
            "json:getObject('{', '$.a')",
            "NULL")
        .checking(1, JsonPath::problem)
        .add(
            "json:isExists",
            "isExists",
            List.of("json_exists"),
            "Whether there is anything at a path, be it null; NULL for a text that is no JSON.",
            "json:isExists('{\"a\": null}', '$.a')",
            "TRUE",
            "json:isExists('{\"a\": 1}', '$.b')",
            "FALSE")
        .checking(1, JsonPath::problem)
        .add(
            "json:setElement",
            "setElement",
            List.of(),
            "The JSON value with another one at a path: it replaces what is there, is appended if an array is there, and becomes a new member if only the object around is there. With a key it becomes the member of that name in the object at the path. Unchanged if the path leads nowhere.",
            "json:toString(json:setElement('{\"a\": 1}', '$.a', 2))",
            "'{\"a\":2}'",
            "json:toString(json:setElement('{\"a\": [1]}', '$.a', 2))",
            "'{\"a\":[1,2]}'",
            "json:toString(json:setElement('{\"a\": 1}', '$', 2, 'b'))",
            "'{\"a\":1,\"b\":2}'",
            "json:toString(json:setElement('{\"a\": 1}', '$.x.y', 2))",
            "'{\"a\":1}'")
        .checking(1, JsonPath::problem)
        .add(
            "json:toObject",
            "toObject",
            List.of(),
            "The value that a JSON text stands for; NULL for a text that is no JSON.",
            "json:toObject('[1, \"a\"]')",
            "list:create(1, 'a')",
            "json:toObject('[1')",
            "NULL")
        .add(
            "json:toString",
            "print",
            List.of(),
            "The JSON text of a value. With TRUE its quotes and backslashes are escaped, so that it can stand inside a JSON string.",
            "json:toString(map:create('a', 1))",
            "'{\"a\":1}'",
            "json:toString(map:create('a', 1), TRUE)",
            "'{\\\"a\\\":1}'")
        .add(
            "json_value",
            "value",
            List.of(),
            "The scalar at a path as text; NULL for objects, arrays, null and nothing. With RETURNING it is converted as CAST does, and a number out of range is no value; ON EMPTY and ON ERROR say what else may happen.",
            "json_value('{\"a\": 5}', '$.a')",
            "'5'",
            "json_value('{\"a\": [5]}', '$.a')",
            "NULL",
            "json_value('{\"a\": 5}', '$.a' RETURNING INT)",
            "5",
            "json_value('{}', '$.a' DEFAULT 'none' ON EMPTY)",
            "'none'")
        .checking(1, JsonPath::problem)
        .add(
            "json_query",
            "query",
            List.of(),
            "The object or array at a path as JSON text; NULL for anything else.",
            "json_query('{\"a\": [5, 6]}', '$.a')",
            "'[5,6]'",
            "json_query('{\"a\": 5}', '$.a')",
            "NULL")
        .checking(1, JsonPath::problem)
        .functions();
  }

  /** {@code json:getBool(json, path)}. */
  public static @Nullable Boolean getBool(JsonPathCache cache, Object json, String path) {
    return getObject(cache, json, path) instanceof Boolean truth ? truth : null;
  }

  /** {@code json:getInt(json, path)}. */
  public static @Nullable Integer getInt(JsonPathCache cache, Object json, String path) {
    Long whole = getLong(cache, json, path);
    return whole != null && whole == whole.intValue() ? Integer.valueOf(whole.intValue()) : null;
  }

  /** {@code json:getLong(json, path)}. */
  public static @Nullable Long getLong(JsonPathCache cache, Object json, String path) {
    Object value = getObject(cache, json, path);
    return value instanceof Integer || value instanceof Long
        ? Long.valueOf(((Number) value).longValue())
        : null;
  }

  /** {@code json:getFloat(json, path)}. */
  public static @Nullable Float getFloat(JsonPathCache cache, Object json, String path) {
    return getObject(cache, json, path) instanceof Number number
            && Float.isFinite(number.floatValue())
        ? Float.valueOf(number.floatValue())
        : null;
  }

  /** {@code json:getDouble(json, path)}. */
  public static @Nullable Double getDouble(JsonPathCache cache, Object json, String path) {
    return getObject(cache, json, path) instanceof Number number
            && Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }

  /** {@code json:getString(json, path)}. */
  public static @Nullable String getString(JsonPathCache cache, Object json, String path) {
    Object value = getObject(cache, json, path);
    return value == null ? null : text(value);
  }

  /** {@code json:getObject(json, path)}. */
  public static @Nullable Object getObject(JsonPathCache cache, Object json, String path) {
    JsonPath steps = cache.path(path);
    return steps == null ? null : steps.in(parsed(json)).value();
  }

  /** {@code json:isExists(json, path)}. */
  public static @Nullable Boolean isExists(JsonPathCache cache, Object json, String path) {
    JsonPath steps = cache.path(path);
    Object root = parsed(json);
    boolean isJson = root != null || isNullText(json);
    if (steps == null || !isJson) {
      return null;
    }
    return steps.in(root).exists();
  }

  /** {@code json:setElement(json, path, value)}. */
  public static @Nullable Object setElement(
      JsonPathCache cache, @Nullable Object json, @Nullable String path, @Nullable Object value) {
    return json == null || path == null ? null : changed(cache, json, path, value, null);
  }

  /** {@code json:setElement(json, path, value, key)}. */
  public static @Nullable Object setElement(
      JsonPathCache cache,
      @Nullable Object json,
      @Nullable String path,
      @Nullable Object value,
      @Nullable String key) {
    return json == null || path == null || key == null
        ? null
        : changed(cache, json, path, value, key);
  }

  private static @Nullable Object changed(
      JsonPathCache cache, Object json, String path, @Nullable Object value, @Nullable String key) {
    Object root = parsed(json);
    JsonPath steps = cache.path(path);
    Object result = steps == null || root == null ? root : changed(root, steps.steps(), value, key);
    return CollectionValues.isShallow(result) ? result : root;
  }

  private static @Nullable Object changed(
      @Nullable Object node, List<Object> steps, @Nullable Object value, @Nullable String key) {
    if (steps.isEmpty()) {
      return atPlace(node, value, key);
    }
    Object step = steps.get(0);
    List<Object> rest = steps.subList(1, steps.size());
    if (step instanceof Integer index) {
      if (!(node instanceof List<?> list) || index > list.size()) {
        return node;
      }
      List<@Nullable Object> elements = new ArrayList<>(list);
      if (index < list.size()) {
        elements.set(index, changed(list.get(index), rest, value, key));
      } else if (rest.isEmpty() && key == null) {
        elements.add(value);
      }
      return Collections.unmodifiableList(elements);
    }
    if (!(node instanceof Map<?, ?> map)) {
      return node;
    }
    Map<Object, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach(members::put);
    if (map.containsKey(step)) {
      members.put(step, changed(map.get(step), rest, value, key));
    } else if (rest.isEmpty() && key == null) {
      members.put(step, value);
    }
    return Collections.unmodifiableMap(members);
  }

  private static @Nullable Object atPlace(
      @Nullable Object node, @Nullable Object value, @Nullable String key) {
    if (key != null) {
      if (!(node instanceof Map<?, ?> map)) {
        return node;
      }
      Map<Object, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach(members::put);
      members.put(key, value);
      return Collections.unmodifiableMap(members);
    }
    if (node instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>(list);
      elements.add(value);
      return Collections.unmodifiableList(elements);
    }
    return value;
  }

  /** {@code json:toObject(text)}. */
  public static @Nullable Object toObject(String text) {
    return parsed(text);
  }

  /** {@code json:toString(value)}. */
  public static @Nullable String print(Object value) {
    return JsonPrinter.print(value, Type.OBJECT);
  }

  /** {@code json:toString(value, escape)}. */
  public static @Nullable String print(Object value, boolean escape) {
    String json = JsonPrinter.print(value, Type.OBJECT);
    if (!escape) {
      return json;
    }
    String quoted = JsonPrinter.print(json, Type.STRING);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** {@code JSON_VALUE(json, path)}. */
  public static @Nullable String value(JsonPathCache cache, Object json, String path) {
    Object value = getObject(cache, json, path);
    return value == null || isContainer(value) ? null : text(value);
  }

  /** {@code RETURNING DOUBLE}: the number that a text writes; null if it is out of range. */
  public static @Nullable Double doubleOf(String text) {
    Double value = Numbers.parseDouble(text);
    return value != null && value.isInfinite() && isDigits(text) ? null : value;
  }

  /** {@code RETURNING FLOAT}, as {@link #doubleOf}. */
  public static @Nullable Float floatOf(String text) {
    Float value = Numbers.parseFloat(text);
    return value != null && value.isInfinite() && isDigits(text) ? null : value;
  }

  /** Whether the text of a number is none of the names that stand for infinities. */
  private static boolean isDigits(String number) {
    return !number.strip().endsWith("y");
  }

  /** {@code JSON_QUERY(json, path)}. */
  public static @Nullable String query(JsonPathCache cache, Object json, String path) {
    Object value = getObject(cache, json, path);
    return value != null && isContainer(value) ? JsonPrinter.print(value, Type.OBJECT) : null;
  }

  private static boolean isContainer(Object value) {
    return value instanceof Collection<?> || value instanceof Map<?, ?>;
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return Decimals.text(decimal);
    }
    return isContainer(value) ? JsonPrinter.print(value, Type.OBJECT) : value.toString();
  }

  /** The value that a JSON text stands for; other values are themselves. Null also for no JSON. */
  private static @Nullable Object parsed(Object json) {
    if (!(json instanceof String text)) {
      return json;
    }
    try {
      return JsonReader.read(text, Type.OBJECT);
    } catch (JsonReader.MisfitException notJson) {
      return null;
    }
  }

  private static boolean isNullText(Object json) {
    return json instanceof String text && text.strip().equals("null");
  }

  /** What a path finds, for ON EMPTY and ON ERROR: 0 something, 1 nothing, 2 no such JSON. */
  private static int outcome(JsonPathCache cache, Object json, String path, boolean wantsScalar) {
    JsonPath steps = cache.path(path);
    Object root = parsed(json);
    if (steps == null || (root == null && !isNullText(json))) {
      return 2;
    }
    JsonPath.Found found = steps.in(root);
    Object value = found.value();
    if (!found.exists() || value == null) {
      return found.exists() ? 0 : 1;
    }
    return isContainer(value) == wantsScalar ? 2 : 0;
  }

  /** How {@code JSON_VALUE} ends: 0 with a scalar, 1 with nothing, 2 with an error. */
  public static int valueOutcome(JsonPathCache cache, Object json, String path) {
    return outcome(cache, json, path, true);
  }

  /** How {@code JSON_QUERY} ends: 0 with an object or array, 1 with nothing, 2 with an error. */
  public static int queryOutcome(JsonPathCache cache, Object json, String path) {
    return outcome(cache, json, path, false);
  }

  /** How {@code JSON_EXISTS} ends: 0 with an answer, 2 with an error. */
  public static int existsOutcome(JsonPathCache cache, Object json, String path) {
    return isExists(cache, json, path) == null ? 2 : 0;
  }

  /**
   * {@code ERROR ON EMPTY} and {@code ERROR ON ERROR}: sets the row aside.
   *
   * @throws IllegalArgumentException always, with the sentence given
   */
  public static @Nullable Object fail(String sentence) {
    throw new IllegalArgumentException(sentence);
  }

  /** {@code x IS JSON}. */
  public static boolean isJson(String text) {
    return JsonReader.checked(text) != null;
  }

  /** {@code JSON_ARRAY(v, ...)}. */
  public static String array(@Nullable Object... elements) {
    return JsonPrinter.print(CollectionValues.array(elements), Type.OBJECT);
  }

  /** {@code JSON_OBJECT(KEY k VALUE v, ...)}. */
  public static String object(@Nullable Object... keysAndValues) {
    return JsonPrinter.print(CollectionValues.map(keysAndValues), Type.OBJECT);
  }
}
