package io.eventflux.compiler.bind;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Names that a part of the text has for itself, in front of those of the app: the common tables of
 * a query, the inner streams of a partition. Each is bound when somebody first asks for it. One
 * thread.
 */
final class LocalNames {
  private final @Nullable LocalNames outer;
  private final Map<String, Supplier<Relation>> definitions = new HashMap<>();
  private final Map<String, Relation> known = new HashMap<>();
  private final Set<String> inProgress = new HashSet<>();
  private final boolean isPartition;

  /**
   * Names without definitions so far.
   *
   * @param outer the names around these; null if there are none
   * @param isPartition whether a partition has them
   */
  LocalNames(@Nullable LocalNames outer, boolean isPartition) {
    this.outer = outer;
    this.isPartition = isPartition;
  }

  boolean isPartition() {
    return isPartition;
  }

  @Nullable LocalNames outer() {
    return outer;
  }

  /** Adds a name; of several definitions the first holds. */
  void define(String name, Supplier<Relation> definition) {
    definitions.putIfAbsent(name, definition);
  }

  boolean has(String name) {
    return definitions.containsKey(name);
  }

  Set<String> names() {
    return definitions.keySet();
  }

  /** What a name stands for; null if it would need itself. */
  @Nullable Relation find(String name) {
    Relation relation = known.get(name);
    Supplier<Relation> definition = definitions.get(name);
    if (relation != null || definition == null || !inProgress.add(name)) {
      return relation;
    }
    relation = definition.get();
    inProgress.remove(name);
    known.put(name, relation);
    return relation;
  }
}
