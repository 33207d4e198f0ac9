package io.eventflux.core.function.scalar;

import io.eventflux.core.function.CollectionValues;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.JsonPrinter;
import io.eventflux.core.function.JsonReader;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of maps in OBJECT, MAP and ROW values (language 8.6). None changes its argument: a
 * new map is made, with the entries in the order in which they came. Keys that are numbers are the
 * same if their values are. Pure functions; a value that is no map, and a null result, are SQL
 * NULL.
 */
public final class MapFunctions {
  private MapFunctions() {}

  static List<FunctionProvider.ScalarFunction> functions() {
    return new FunctionTable("Maps", MapFunctions.class, false)
        .add(
            "map:create",
            "create",
            List.of(),
            "A map of keys and values in turn; NULL if the last key has no value. An entry whose key is NULL is left out.",
            "map:create('a', 1, 'b', 2)",
            "MAP['a', 1, 'b', 2]",
            "map:size(map:create())",
            "0",
            "map:create('a')",
            "NULL")
        .add(
            "map:createFromJSON",
            "createFromJson",
            List.of(),
            "The map that a JSON object stands for; NULL for any other text.",
            "map:createFromJSON('{\"a\": 1}')",
            "MAP['a', 1]",
            "map:createFromJSON('[1]')",
            "NULL")
        .add(
            "map:createFromXML",
            "createFromXml",
            List.of(),
            "The map from the names of the elements below the root to their values: numbers and truth values where the text is one, maps where they have elements themselves, lists where names repeat. Attributes are passed over. NULL for a text that is no XML or has a DTD.",
            "map:createFromXML('<r><a>1</a><b><c>x</c></b></r>')",
            "map:create('a', 1, 'b', map:create('c', 'x'))",
            "map:createFromXML('<r><a>1</a><a>2</a></r>')",
            "MAP['a', ARRAY[1, 2]]",
            "map:createFromXML('<!DOCTYPE r><r/>')",
            "NULL")
        .add(
            "map:put",
            "put",
            List.of(),
            "The map with an entry set.",
            "map:put(MAP['a', 1], 'b', 2)",
            "MAP['a', 1, 'b', 2]",
            "map:put(MAP['a', 1], 'a', 2)",
            "MAP['a', 2]")
        .add(
            "map:putAll",
            "putAll",
            List.of(),
            "The first map with all entries of the second set.",
            "map:putAll(MAP['a', 1], MAP['a', 2, 'b', 3])",
            "MAP['a', 2, 'b', 3]")
        .add(
            "map:putIfAbsent",
            "putIfAbsent",
            List.of(),
            "The map with an entry set if it has none of this key.",
            "map:putIfAbsent(MAP['a', 1], 'a', 2)",
            "MAP['a', 1]")
        .add(
            "map:remove",
            "remove",
            List.of(),
            "The map without the entry of a key.",
            "map:remove(MAP['a', 1, 'b', 2], 'a')",
            "MAP['b', 2]")
        .add(
            "map:replace",
            "replace",
            List.of(),
            "The map with an entry set if it has one of this key.",
            "map:replace(MAP['a', 1], 'a', 2)",
            "MAP['a', 2]",
            "map:replace(MAP['a', 1], 'b', 2)",
            "MAP['a', 1]")
        .add(
            "map:replaceAll",
            "replaceAll",
            List.of(),
            "The first map with the values that the second one has for its keys.",
            "map:replaceAll(MAP['a', 1], MAP['a', 2, 'b', 3])",
            "MAP['a', 2]")
        .add(
            "map:clear",
            "clear",
            List.of(),
            "An empty map.",
            "map:size(map:clear(MAP['a', 1]))",
            "0")
        .add(
            "map:clone",
            "copy",
            List.of(),
            "The map itself: maps never change.",
            "map:clone(MAP['a', 1])",
            "MAP['a', 1]")
        .add(
            "map:combineByKey",
            "combineByKey",
            List.of(),
            "The map from each key of the maps to the list of its values, in the order of the maps.",
            "map:combineByKey(MAP['a', 1, 'b', 2], MAP['a', 3])",
            "MAP['a', ARRAY[1, 3], 'b', ARRAY[2]]")
        .add(
            "map:get",
            "get",
            List.of(),
            "The value of a key; NULL, or the third argument, if the map has none. With a third argument the value has its type.",
            "map:get(MAP['a', 1], 'a')",
            "1",
            "map:get(MAP['a', 1], 'b')",
            "NULL",
            "map:get(MAP['a', 1], 'b', 2.5)",
            "2.5",
            "map:get(map:create('a', 7), 'a', 0L)",
            "7L")
        .add(
            "map:containsKey",
            "containsKey",
            List.of(),
            "Whether there is an entry of a key.",
            "map:containsKey(MAP['a', 1], 'a')",
            "TRUE")
        .add(
            "map:containsValue",
            "containsValue",
            List.of(),
            "Whether there is an entry of a value.",
            "map:containsValue(MAP['a', 1], 1L)",
            "TRUE",
            "map:containsValue(MAP['a', 1], 2)",
            "FALSE")
        .add(
            "map:isEmpty",
            "isEmpty",
            List.of(),
            "Whether the map has no entries.",
            "map:isEmpty(MAP['a', 1])",
            "FALSE")
        .add(
            "map:isMap",
            "isMap",
            List.of(),
            "Whether the value is a map; FALSE for NULL.",
            "map:isMap(MAP['a', 1])",
            "TRUE",
            "map:isMap('a')",
            "FALSE")
        .add(
            "map:keys",
            "keys",
            List.of(),
            "The list of the keys.",
            "map:keys(MAP['a', 1, 'b', 2])",
            "ARRAY['a', 'b']")
        .add(
            "map:values",
            "values",
            List.of(),
            "The list of the values.",
            "map:values(MAP['a', 1, 'b', 2])",
            "ARRAY[1, 2]")
        .add("map:size", "size", List.of(), "The count of entries.", "map:size(MAP['a', 1])", "1")
        .add(
            "map:toJSON",
            "toJson",
            List.of(),
            "The map as a JSON object.",
            "map:toJSON(map:create('a', 1, 'b', ARRAY[TRUE]))",
            "'{\"a\":1,\"b\":[true]}'")
        .add(
            "map:toXML",
            "toXml",
            List.of(),
            "The map as XML elements, inside a root element if its name is given; NULL if a key is no name of XML. A list becomes an element a value, NULL an empty element.",
            "map:toXML(map:create('a', 1, 'b', map:create('c', '<')))",
            "'<a>1</a><b><c>&lt;</c></b>'",
            "map:toXML(MAP['a', ARRAY[1, 2]], 'r')",
            "'<r><a>1</a><a>2</a></r>'",
            "map:toXML(MAP['a b', 1])",
            "NULL")
        .functions();
  }

  /** {@code map:create()}. */
  public static Object create() {
    return Map.of();
  }

  /** {@code map:create(k, v, ...)}. */
  public static @Nullable Object create(@Nullable Object... keysAndValues) {
    for (Object part : keysAndValues) {
      if (!CollectionValues.isShallow(part)) {
        return null;
      }
    }
    return keysAndValues.length % 2 == 0 ? CollectionValues.map(keysAndValues) : null;
  }

  /** {@code map:createFromJSON(s)}. */
  public static @Nullable Object createFromJson(String text) {
    try {
      return JsonReader.read(text, Type.OBJECT) instanceof Map<?, ?> map ? map : null;
    } catch (JsonReader.MisfitException notJson) {
      return null;
    }
  }

  /** {@code map:createFromXML(s)}. */
  public static @Nullable Object createFromXml(String text) {
    return XmlText.read(text);
  }

  /** {@code map:put(map, k, v)}. */
  public static @Nullable Object put(
      @Nullable Object map, @Nullable Object key, @Nullable Object value) {
    Map<Object, @Nullable Object> changed = copyOf(map);
    if (changed == null || key == null || !CollectionValues.isShallow(value)) {
      return null;
    }
    changed.put(keyIn(changed, key), value);
    return Collections.unmodifiableMap(changed);
  }

  /** {@code map:putAll(map, map)}. */
  public static @Nullable Object putAll(Object map, Object more) {
    Map<Object, @Nullable Object> changed = copyOf(map);
    if (changed == null || !(more instanceof Map<?, ?> entries)) {
      return null;
    }
    entries.forEach((key, value) -> changed.put(keyIn(changed, key), value));
    return Collections.unmodifiableMap(changed);
  }

  /** {@code map:putIfAbsent(map, k, v)}. */
  public static @Nullable Object putIfAbsent(
      @Nullable Object map, @Nullable Object key, @Nullable Object value) {
    return Boolean.TRUE.equals(containsKey(map, key)) ? map : put(map, key, value);
  }

  /** {@code map:remove(map, k)}. */
  public static @Nullable Object remove(Object map, Object key) {
    Map<Object, @Nullable Object> changed = copyOf(map);
    if (changed == null) {
      return null;
    }
    changed.remove(keyIn(changed, key));
    return Collections.unmodifiableMap(changed);
  }

  /** {@code map:replace(map, k, v)}. */
  public static @Nullable Object replace(
      @Nullable Object map, @Nullable Object key, @Nullable Object value) {
    return Boolean.FALSE.equals(containsKey(map, key)) ? map : put(map, key, value);
  }

  /** {@code map:replaceAll(map, map)}. */
  public static @Nullable Object replaceAll(Object map, Object others) {
    Map<Object, @Nullable Object> changed = copyOf(map);
    if (changed == null || !(others instanceof Map<?, ?> entries)) {
      return null;
    }
    changed.replaceAll(
        (key, value) -> {
          Object known = keyIn(entries, key);
          return entries.containsKey(known) ? entries.get(known) : value;
        });
    return Collections.unmodifiableMap(changed);
  }

  /** {@code map:clear(map)}. */
  public static @Nullable Object clear(Object map) {
    return map instanceof Map<?, ?> ? Map.of() : null;
  }

  /** {@code map:clone(map)}. */
  public static @Nullable Object copy(Object map) {
    return map instanceof Map<?, ?> ? map : null;
  }

  /** {@code map:combineByKey(map, ...)}. */
  public static @Nullable Object combineByKey(Object... maps) {
    Map<Object, List<@Nullable Object>> lists = new LinkedHashMap<>();
    for (Object map : maps) {
      if (!(map instanceof Map<?, ?> entries) || !CollectionValues.isShallow(List.of(map))) {
        return null;
      }
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        lists
            .computeIfAbsent(keyIn(lists, entry.getKey()), key -> new ArrayList<>())
            .add(entry.getValue());
      }
    }
    Map<Object, @Nullable Object> combined = new LinkedHashMap<>();
    lists.forEach((key, values) -> combined.put(key, Collections.unmodifiableList(values)));
    return Collections.unmodifiableMap(combined);
  }

  /** {@code map:get(map, k)}. */
  public static @Nullable Object get(@Nullable Object map, @Nullable Object key) {
    return key != null && map instanceof Map<?, ?> entries
        ? entries.get(keyIn(entries, key))
        : null;
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable Boolean get(
      @Nullable Object map, @Nullable Object key, @Nullable Boolean otherwise) {
    return (Boolean) get(map, key, Type.BOOL, otherwise);
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable Integer get(
      @Nullable Object map, @Nullable Object key, @Nullable Integer otherwise) {
    return (Integer) get(map, key, Type.INT, otherwise);
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable Long get(
      @Nullable Object map, @Nullable Object key, @Nullable Long otherwise) {
    return (Long) get(map, key, Type.LONG, otherwise);
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable Float get(
      @Nullable Object map, @Nullable Object key, @Nullable Float otherwise) {
    return (Float) get(map, key, Type.FLOAT, otherwise);
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable Double get(
      @Nullable Object map, @Nullable Object key, @Nullable Double otherwise) {
    return (Double) get(map, key, Type.DOUBLE, otherwise);
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable String get(
      @Nullable Object map, @Nullable Object key, @Nullable String otherwise) {
    return (String) get(map, key, Type.STRING, otherwise);
  }

  /** {@code map:get(map, k, default)}. */
  public static @Nullable Object get(
      @Nullable Object map, @Nullable Object key, @Nullable Object otherwise) {
    return get(map, key, Type.OBJECT, otherwise);
  }

  private static @Nullable Object get(
      @Nullable Object map, @Nullable Object key, Type type, @Nullable Object otherwise) {
    if (!(map instanceof Map<?, ?>) || key == null) {
      return null;
    }
    Object value = get(map, key);
    return value == null ? otherwise : new ValueConversion(Type.OBJECT, type).apply(value);
  }

  /** {@code map:containsKey(map, k)}. */
  public static @Nullable Boolean containsKey(@Nullable Object map, @Nullable Object key) {
    if (key == null || !(map instanceof Map<?, ?> entries)) {
      return null;
    }
    return entries.containsKey(keyIn(entries, key));
  }

  /** {@code map:containsValue(map, v)}. */
  public static @Nullable Boolean containsValue(@Nullable Object map, @Nullable Object value) {
    return map instanceof Map<?, ?> entries
        ? Boolean.valueOf(
            entries.values().stream().anyMatch(each -> CollectionValues.same(each, value)))
        : null;
  }

  /** {@code map:isEmpty(map)}. */
  public static @Nullable Boolean isEmpty(Object map) {
    return map instanceof Map<?, ?> entries ? Boolean.valueOf(entries.isEmpty()) : null;
  }

  /** {@code map:isMap(v)}. */
  public static boolean isMap(@Nullable Object value) {
    return value instanceof Map<?, ?>;
  }

  /** {@code map:keys(map)}. */
  public static @Nullable Object keys(Object map) {
    return map instanceof Map<?, ?> ? CollectionValues.keys(map) : null;
  }

  /** {@code map:values(map)}. */
  public static @Nullable Object values(Object map) {
    return map instanceof Map<?, ?> ? CollectionValues.values(map) : null;
  }

  /** {@code map:size(map)}. */
  public static @Nullable Integer size(Object map) {
    return map instanceof Map<?, ?> entries ? Integer.valueOf(entries.size()) : null;
  }

  /** {@code map:toJSON(map)}. */
  public static @Nullable String toJson(Object map) {
    return map instanceof Map<?, ?> ? JsonPrinter.print(map, Type.OBJECT) : null;
  }

  /** {@code map:toXML(map)}. */
  public static @Nullable String toXml(Object map) {
    return map instanceof Map<?, ?> entries ? XmlText.print(entries) : null;
  }

  /** {@code map:toXML(map, root)}. */
  public static @Nullable String toXml(Object map, String root) {
    return map instanceof Map<?, ?> entries ? XmlText.print(Map.of(root, entries)) : null;
  }

  /** The key of the map that is the same as {@code key}; that itself if there is none. */
  private static Object keyIn(Map<?, ?> map, Object key) {
    if (!(key instanceof Number) || map.containsKey(key)) {
      return key;
    }
    for (Object known : map.keySet()) {
      if (CollectionValues.same(known, key)) {
        return known;
      }
    }
    return key;
  }

  private static @Nullable Map<Object, @Nullable Object> copyOf(@Nullable Object map) {
    if (!(map instanceof Map<?, ?> entries)) {
      return null;
    }
    Map<Object, @Nullable Object> copied = new LinkedHashMap<>();
    entries.forEach(copied::put);
    return copied;
  }
}
