package io.eventflux.compiler;

import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Node;
import io.eventflux.query.text.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks of a tree that was built in Java and not read from a text. Nothing recurses here: the
 * parser bounds the depth of what it reads, and nobody has bounded this tree yet.
 */
final class BuiltTree {
  /** Nodes inside one another for one bracket of a text: a sum in a comparison in a condition. */
  private static final int LEVELS_PER_BRACKET = 4;

  private BuiltTree() {}

  /** A part of one tree, and the part of the other tree in the same place. */
  private record Place(@Nullable Object part, @Nullable Object other, int depth, String path) {}

  /**
   * Finds out whether the tree can be printed at all.
   *
   * @throws IllegalArgumentException if it is nested deeper than any text may be
   */
  static void checkDepth(App app) {
    Deque<Place> open = new ArrayDeque<>();
    open.push(new Place(app, null, 0, ""));
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (place.depth() > LEVELS_PER_BRACKET * EventFluxParser.DEPTH_MAX) {
        throw new IllegalArgumentException(
            "the tree is nested more than " + EventFluxParser.DEPTH_MAX + " deep");
      }
      if (place.part() instanceof List<?> list) {
        list.forEach(each -> open.push(new Place(each, null, place.depth(), "")));
      } else if (place.part() instanceof Node node) {
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          open.push(new Place(part(node, component), null, place.depth() + 1, ""));
        }
      }
    }
  }

  /**
   * Finds out whether a text says what the tree says.
   *
   * @param built the tree
   * @param read what its text was read as
   * @throws IllegalArgumentException if both differ; it names a place where they do
   */
  static void checkSame(App built, App read) {
    Deque<Place> open = new ArrayDeque<>();
    open.push(new Place(built, read, 0, "app"));
    while (!open.isEmpty()) {
      Place place = open.pop();
      Object part = place.part();
      Object other = place.other();
      if (part instanceof List<?> list && other instanceof List<?> others) {
        check(list.size() == others.size(), place);
        for (int i = 0; i < list.size(); i++) {
          open.push(new Place(list.get(i), others.get(i), 0, place.path() + "[" + i + "]"));
        }
      } else if (part instanceof Node node
          && other != null
          && node.getClass() == other.getClass()) {
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          String path = place.path() + "." + component.getName();
          open.push(new Place(part(node, component), part(other, component), 0, path));
        }
      } else if (!(part instanceof Span)) {
        check(part == null ? other == null : part.equals(other), place);
      }
    }
  }

  private static void check(boolean isSame, Place place) {
    if (!isSame) {
      throw new IllegalArgumentException("no text says this tree: see " + place.path());
    }
  }

  private static @Nullable Object part(Object node, RecordComponent component) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("accessors of public records are public", impossible);
    }
  }
}
