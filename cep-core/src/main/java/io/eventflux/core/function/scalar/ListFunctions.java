package io.eventflux.core.function.scalar;

import io.eventflux.core.column.ValueOrder;
import io.eventflux.core.function.CollectionValues;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.function.FunctionTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The functions of lists in OBJECT and ARRAY values (language 8.6), and of sets (8.1). None changes
 * its argument: a new list is made. Positions count from 0. Numbers are the same if their values
 * are. Pure functions; a value that is no list, and a null result, are SQL NULL.
 */
public final class ListFunctions {
  private ListFunctions() {}

  static List<FunctionProvider.ScalarFunction> functions() {
    return new FunctionTable("Lists", ListFunctions.class, false)
        .add(
            "createSet",
            "createSet",
            List.of(),
            "A set with this element.",
            "sizeOfSet(createSet('a'))",
            "1")
        .add(
            "sizeOfSet",
            "sizeOfSet",
            List.of(),
            "The count of elements of a set; NULL for anything else.",
            "sizeOfSet(createSet(5))",
            "1",
            "sizeOfSet('a')",
            "NULL")
        .add(
            "list:create",
            "create",
            List.of(),
            "A list of the arguments.",
            "list:create(1, 'a')",
            "ARRAY[CAST(1 AS OBJECT), CAST('a' AS OBJECT)]",
            "list:size(list:create())",
            "0")
        .add(
            "list:add",
            "add",
            List.of(),
            "The list with a value more, at the end or at a position that counts from 0; NULL for a position outside.",
            "list:add(ARRAY[1, 2], 3)",
            "ARRAY[1, 2, 3]",
            "list:add(ARRAY[1, 2], 3, 0)",
            "ARRAY[3, 1, 2]",
            "list:add(ARRAY[1, 2], 3, 5)",
            "NULL")
        .add(
            "list:addAll",
            "addAll",
            List.of(),
            "The first list with the elements of the second behind it; with TRUE only with those that it does not have.",
            "list:addAll(ARRAY[1, 2], ARRAY[2, 3])",
            "ARRAY[1, 2, 2, 3]",
            "list:addAll(ARRAY[1, 2], ARRAY[2, 3], TRUE)",
            "ARRAY[1, 2, 3]")
        .add(
            "list:remove",
            "remove",
            List.of(),
            "The list without the first element that is the same as the value.",
            "list:remove(ARRAY[1, 2, 1], 1)",
            "ARRAY[2, 1]")
        .add(
            "list:removeByIndex",
            "removeByIndex",
            List.of(),
            "The list without the element at a position; NULL for a position outside.",
            "list:removeByIndex(ARRAY[1, 2], 0)",
            "ARRAY[2]",
            "list:removeByIndex(ARRAY[1, 2], 2)",
            "NULL")
        .add(
            "list:removeAll",
            "removeAll",
            List.of(),
            "The first list without all elements that the second one has.",
            "list:removeAll(ARRAY[1, 2, 1], ARRAY[1])",
            "ARRAY[2]")
        .add(
            "list:retainAll",
            "retainAll",
            List.of(),
            "The elements of the first list that the second one has too.",
            "list:retainAll(ARRAY[1, 2, 1], ARRAY[1])",
            "ARRAY[1, 1]")
        .add(
            "list:setValue",
            "setValue",
            List.of(),
            "The list with another value at a position; NULL for a position outside.",
            "list:setValue(ARRAY[1, 2], 1, 5)",
            "ARRAY[1, 5]",
            "list:setValue(ARRAY[1, 2], 2, 5)",
            "NULL")
        .add(
            "list:clear",
            "clear",
            List.of(),
            "An empty list.",
            "list:size(list:clear(ARRAY[1]))",
            "0")
        .add(
            "list:clone",
            "copy",
            List.of(),
            "The list itself: lists never change.",
            "list:clone(ARRAY[1])",
            "ARRAY[1]")
        .add(
            "list:sort",
            "sort",
            List.of(),
            "The list in ascending order, in descending order with 'DESC', or turned round with 'REV'. NULLs are last, but for 'REV'. NULL if the elements do not compare.",
            "list:sort(ARRAY[2, 1, 3])",
            "ARRAY[1, 2, 3]",
            "list:sort(ARRAY['b', 'a'], 'DESC')",
            "ARRAY['b', 'a']",
            "list:sort(ARRAY[2, 1, 3], 'REV')",
            "ARRAY[3, 1, 2]",
            "list:sort(list:create(1, 'a'))",
            "NULL")
        .checking(1, ListFunctions::orderProblem)
        .add(
            "list:get",
            "get",
            List.of(),
            "The element at a position; NULL outside.",
            "list:get(ARRAY[5, 6], 1)",
            "6",
            "list:get(ARRAY[5, 6], 2)",
            "NULL")
        .add(
            "list:contains",
            "contains",
            List.of(),
            "Whether an element is the same as the value.",
            "list:contains(ARRAY[1, 2], 2L)",
            "TRUE",
            "list:contains(ARRAY[1, 2], '2')",
            "FALSE")
        .add(
            "list:containsAll",
            "containsAll",
            List.of(),
            "Whether the first list has all elements of the second.",
            "list:containsAll(ARRAY[1, 2], ARRAY[2, 1, 1])",
            "TRUE")
        .add(
            "list:containsAny",
            "containsAny",
            List.of(),
            "Whether the first list has an element of the second.",
            "list:containsAny(ARRAY[1, 2], ARRAY[3, 1])",
            "TRUE",
            "list:containsAny(ARRAY[1, 2], ARRAY[3])",
            "FALSE")
        .add(
            "list:isEmpty",
            "isEmpty",
            List.of(),
            "Whether the list has no elements.",
            "list:isEmpty(list:create())",
            "TRUE")
        .add(
            "list:isList",
            "isList",
            List.of(),
            "Whether the value is a list; FALSE for NULL.",
            "list:isList(ARRAY[1])",
            "TRUE",
            "list:isList('a')",
            "FALSE",
            "list:isList(CAST(NULL AS OBJECT))",
            "FALSE")
        .add(
            "list:indexOf",
            "indexOf",
            List.of(),
            "The position of the first element that is the same as the value; -1 if there is none.",
            "list:indexOf(ARRAY[5, 6, 5], 5)",
            "0",
            "list:indexOf(ARRAY[5, 6, 5], 7)",
            "-1")
        .add(
            "list:lastIndexOf",
            "lastIndexOf",
            List.of(),
            "The position of the last element that is the same as the value; -1 if there is none.",
            "list:lastIndexOf(ARRAY[5, 6, 5], 5)",
            "2")
        .add(
            "list:size", "size", List.of(), "The count of elements.", "list:size(ARRAY[5, 6])", "2")
        .functions();
  }

  /** {@code createSet(v)}. */
  public static Object createSet(Object element) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(element)));
  }

  /** {@code sizeOfSet(set)}. */
  public static @Nullable Integer sizeOfSet(Object set) {
    return set instanceof Set<?> elements ? Integer.valueOf(elements.size()) : null;
  }

  /** {@code list:create()}. */
  public static Object create() {
    return List.of();
  }

  /** {@code list:create(v, ...)}. */
  public static @Nullable Object create(@Nullable Object... elements) {
    for (Object element : elements) {
      if (!CollectionValues.isShallow(element)) {
        return null;
      }
    }
    return CollectionValues.array(elements.clone());
  }

  /** {@code list:add(list, v)}. */
  public static @Nullable Object add(@Nullable Object list, @Nullable Object value) {
    return add(list, value, list instanceof List<?> elements ? elements.size() : 0);
  }

  /** {@code list:add(list, v, index)}. */
  public static @Nullable Object add(@Nullable Object list, @Nullable Object value, int index) {
    List<@Nullable Object> changed = copyOf(list);
    if (changed == null
        || index < 0
        || index > changed.size()
        || !CollectionValues.isShallow(value)) {
      return null;
    }
    changed.add(index, value);
    return Collections.unmodifiableList(changed);
  }

  /** {@code list:addAll(list, list)}. */
  public static @Nullable Object addAll(Object list, Object more) {
    return addAll(list, more, false);
  }

  /** {@code list:addAll(list, list, distinct)}. */
  public static @Nullable Object addAll(Object list, Object more, boolean distinct) {
    List<@Nullable Object> changed = copyOf(list);
    if (changed == null || !(more instanceof List<?> elements)) {
      return null;
    }
    for (Object element : elements) {
      if (!distinct || index(changed, element) < 0) {
        changed.add(element);
      }
    }
    return Collections.unmodifiableList(changed);
  }

  /** {@code list:remove(list, v)}. */
  public static @Nullable Object remove(@Nullable Object list, @Nullable Object value) {
    List<@Nullable Object> changed = copyOf(list);
    if (changed == null) {
      return null;
    }
    int index = index(changed, value);
    if (index >= 0) {
      changed.remove(index);
    }
    return Collections.unmodifiableList(changed);
  }

  /** {@code list:removeByIndex(list, index)}. */
  public static @Nullable Object removeByIndex(Object list, int index) {
    List<@Nullable Object> changed = copyOf(list);
    if (changed == null || index < 0 || index >= changed.size()) {
      return null;
    }
    changed.remove(index);
    return Collections.unmodifiableList(changed);
  }

  /** {@code list:removeAll(list, list)}. */
  public static @Nullable Object removeAll(Object list, Object others) {
    return others instanceof List<?> unwanted
        ? filtered(list, element -> index(unwanted, element) < 0)
        : null;
  }

  /** {@code list:retainAll(list, list)}. */
  public static @Nullable Object retainAll(Object list, Object others) {
    return others instanceof List<?> wanted
        ? filtered(list, element -> index(wanted, element) >= 0)
        : null;
  }

  private static @Nullable Object filtered(Object list, Predicate<@Nullable Object> isKept) {
    List<@Nullable Object> changed = copyOf(list);
    if (changed == null) {
      return null;
    }
    changed.removeIf(isKept.negate());
    return Collections.unmodifiableList(changed);
  }

  /** {@code list:setValue(list, index, v)}. */
  public static @Nullable Object setValue(
      @Nullable Object list, int index, @Nullable Object value) {
    List<@Nullable Object> changed = copyOf(list);
    if (changed == null
        || index < 0
        || index >= changed.size()
        || !CollectionValues.isShallow(value)) {
      return null;
    }
    changed.set(index, value);
    return Collections.unmodifiableList(changed);
  }

  /** {@code list:clear(list)}. */
  public static @Nullable Object clear(Object list) {
    return list instanceof List<?> ? List.of() : null;
  }

  /** {@code list:clone(list)}. */
  public static @Nullable Object copy(Object list) {
    return list instanceof List<?> ? list : null;
  }

  /** {@code list:sort(list)}. */
  public static @Nullable Object sort(Object list) {
    return sort(list, "ASC");
  }

  /** {@code list:sort(list, order)}. */
  public static @Nullable Object sort(Object list, String order) {
    List<@Nullable Object> sorted = copyOf(list);
    if (sorted == null || orderProblem(order) != null) {
      return null;
    }
    String word = order.toUpperCase(Locale.ROOT);
    if (word.equals("REV")) {
      Collections.reverse(sorted);
      return Collections.unmodifiableList(sorted);
    }
    int sign = word.equals("DESC") ? -1 : 1;
    try {
      sorted.sort(
          (a, b) ->
              a == null || b == null
                  ? Boolean.compare(a == null, b == null)
                  : sign * compare(a, b));
    } catch (ClassCastException unlike) {
      return null;
    }
    return Collections.unmodifiableList(sorted);
  }

  private static int compare(Object a, Object b) {
    if (a instanceof String text) {
      return ValueOrder.compareText(text, (String) b);
    }
    if (a instanceof Boolean truth) {
      return truth.compareTo((Boolean) b);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    throw new ClassCastException();
  }

  /** NaN is the greatest of all, and infinities lie where they should. */
  private static int compareNumbers(Number a, Number b) {
    double x = a.doubleValue();
    double y = b.doubleValue();
    return x == y && Double.isFinite(x)
        ? CollectionValues.compareExact(a, b)
        : ValueOrder.compareDouble(x, y);
  }

  private static @Nullable String orderProblem(Object order) {
    String word = String.valueOf(order).toUpperCase(Locale.ROOT);
    return Set.of("ASC", "DESC", "REV").contains(word)
        ? null
        : "'" + order + "' is no order of a list; orders: 'ASC', 'DESC', 'REV'";
  }

  /** {@code list:get(list, index)}. */
  public static @Nullable Object get(Object list, int index) {
    return list instanceof List<?> elements && index >= 0 && index < elements.size()
        ? elements.get(index)
        : null;
  }

  /** {@code list:contains(list, v)}. */
  public static @Nullable Boolean contains(@Nullable Object list, @Nullable Object value) {
    return list instanceof List<?> elements ? Boolean.valueOf((index(elements, value) >= 0)) : null;
  }

  /** {@code list:containsAll(list, list)}. */
  public static @Nullable Boolean containsAll(Object list, Object others) {
    if (list instanceof List<?> elements && others instanceof List<?> wanted) {
      return wanted.stream().allMatch(each -> index(elements, each) >= 0);
    }
    return null;
  }

  /** {@code list:containsAny(list, list)}. */
  public static @Nullable Boolean containsAny(Object list, Object others) {
    if (list instanceof List<?> elements && others instanceof List<?> wanted) {
      return wanted.stream().anyMatch(each -> index(elements, each) >= 0);
    }
    return null;
  }

  /** {@code list:isEmpty(list)}. */
  public static @Nullable Boolean isEmpty(Object list) {
    return list instanceof List<?> elements ? Boolean.valueOf(elements.isEmpty()) : null;
  }

  /** {@code list:isList(v)}. */
  public static boolean isList(@Nullable Object value) {
    return value instanceof List<?>;
  }

  /** {@code list:indexOf(list, v)}. */
  public static @Nullable Integer indexOf(@Nullable Object list, @Nullable Object value) {
    return list instanceof List<?> elements ? Integer.valueOf(index(elements, value)) : null;
  }

  /** {@code list:lastIndexOf(list, v)}. */
  public static @Nullable Integer lastIndexOf(@Nullable Object list, @Nullable Object value) {
    if (!(list instanceof List<?> elements)) {
      return null;
    }
    int index = elements.size() - 1;
    while (index >= 0 && !CollectionValues.same(elements.get(index), value)) {
      index--;
    }
    return index;
  }

  /** {@code list:size(list)}. */
  public static @Nullable Integer size(Object list) {
    return list instanceof List<?> elements ? Integer.valueOf(elements.size()) : null;
  }

  private static int index(Collection<?> elements, @Nullable Object value) {
    int index = 0;
    for (Object element : elements) {
      if (CollectionValues.same(element, value)) {
        return index;
      }
      index++;
    }
    return -1;
  }

  private static @Nullable List<@Nullable Object> copyOf(@Nullable Object list) {
    return list instanceof List<?> elements ? new ArrayList<>(elements) : null;
  }
}
