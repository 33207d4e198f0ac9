package io.eventflux.compiler.format;

import io.eventflux.query.ast.Node;
import io.eventflux.query.text.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree and the same node of the tree that was read from its printed text: where a thing
 * was written, and where it is written now.
 *
 * @param node the node of the first tree
 * @param source its place in the user's text
 * @param printed its place in the printed text
 */
record NodePair(Node node, Span source, Span printed) {
  /** Walks two equal trees together; what has no text in one of them is left out. */
  static List<NodePair> of(Node written, Node printed) {
    List<NodePair> pairs = new ArrayList<>();
    walk(written, printed, pairs);
    return pairs;
  }

  private static void walk(@Nullable Object one, @Nullable Object other, List<NodePair> pairs) {
    if (one instanceof List<?> list && other instanceof List<?> others) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), others.get(i), pairs);
      }
      return;
    }
    if (!(one instanceof Node node) || !(other instanceof Node same)) {
      return;
    }
    if (node.span().start() < node.span().end() && same.span().start() < same.span().end()) {
      pairs.add(new NodePair(node, node.span(), same.span()));
    }
    // All nodes are records, and a new kind of node is walked without a change here.
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      walk(part(node, component), part(same, component), pairs);
    }
  }

  private static @Nullable Object part(Node node, RecordComponent component) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("accessors of public records are public", impossible);
    }
  }
}
