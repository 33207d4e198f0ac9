package io.eventflux.compiler.parse;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kinds of records and words there can be in a tree, and which there are. */
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
        if (value != null) {
          collect(value, made);
        }
      }
    }
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
