package io.eventflux.compiler.parse;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there can be in a tree, and what there is: kinds of records, words, and parts that are there
 * or missing, true or false.
 */
final class TreeParts {
  private TreeParts() {}

  /** All records and constants of enumerations that a tree of this type may hold. */
  static void reach(Type type, Set<Class<?>> seen, Set<String> possible) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        reach(argument, seen, possible);
      }
      return;
    }
    Class<?> raw = (Class<?>) type;
    if (!raw.getName().startsWith("io.eventflux.query.") || !seen.add(raw)) {
      return;
    }
    if (raw.isEnum()) {
      for (Object constant : raw.getEnumConstants()) {
        possible.add(word((Enum<?>) constant));
      }
    } else if (raw.isRecord()) {
      possible.add(raw.getName());
      for (RecordComponent component : raw.getRecordComponents()) {
        possible.addAll(shapes(component));
        reach(component.getGenericType(), seen, possible);
      }
    } else {
      for (Class<?> permitted : raw.getPermittedSubclasses()) {
        reach(permitted, seen, possible);
      }
    }
  }

  static void collect(Object part, Set<String> made) {
    if (part instanceof List<?> list) {
      list.forEach(each -> collect(each, made));
    } else if (part instanceof Enum<?> constant) {
      made.add(word(constant));
    } else if (part instanceof Record tree) {
      made.add(tree.getClass().getName());
      for (RecordComponent component : tree.getClass().getRecordComponents()) {
        Object value = part(tree, component);
        String shape = shape(component, value);
        if (shapes(component).contains(shape)) {
          made.add(shape);
        }
        if (value != null) {
          collect(value, made);
        }
      }
    }
  }

  /** What can be said about a component that can be left out, or be true or false. */
  private static List<String> shapes(RecordComponent component) {
    if (component.getType() == boolean.class) {
      return List.of(shape(component, true), shape(component, false));
    }
    if (component.getType() == List.class) {
      return List.of(shape(component, "some"));
    }
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        ? List.of(shape(component, "some"), shape(component, null))
        : List.of();
  }

  private static String shape(RecordComponent component, @Nullable Object value) {
    boolean isNothing = value == null || (value instanceof List<?> list && list.isEmpty());
    String said = value instanceof Boolean ? value.toString() : isNothing ? "nothing" : "some";
    return component.getDeclaringRecord().getName() + "." + component.getName() + "=" + said;
  }

  private static String word(Enum<?> constant) {
    return constant.getDeclaringClass().getName() + "." + constant.name();
  }

  static @Nullable Object part(Object tree, RecordComponent component) {
    try {
      return component.getAccessor().invoke(tree);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("accessors of public records are public", impossible);
    }
  }
}
