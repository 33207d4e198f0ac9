package io.eventflux.core.pipeline;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who reads whom in a pipeline plan. Immutable. */
final class PlanGraph {
  private final List<PlanNode> nodes;
  private final List<List<Integer>> readers = new ArrayList<>();

  PlanGraph(PipelinePlan plan) {
    nodes = plan.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).id() != i) {
        throw new IllegalArgumentException(
            "node "
                + nodes.get(i).operatorId()
                + " stands at "
                + i
                + ", its id is "
                + nodes.get(i).id());
      }
      readers.add(new ArrayList<>());
    }
    for (PlanNode node : nodes) {
      for (int input : node.inputs()) {
        readers.get(input).add(node.id());
      }
      if (node instanceof PlanNode.GroupWindow window && window.lateStream() >= 0) {
        readers.get(node.id()).add(window.lateStream());
      }
    }
  }

  /** The nodes that read node {@code id}. */
  List<PlanNode> readers(int id) {
    return readers.get(id).stream().map(nodes::get).toList();
  }

  /** The nodes that rows of node {@code id} can reach; itself only through a cycle. */
  BitSet reachable(int id) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(readers.get(id));
    while (!open.isEmpty()) {
      int next = open.pop();
      if (!seen.get(next)) {
        seen.set(next);
        open.addAll(readers.get(next));
      }
    }
    return seen;
  }

  /** The schemas of the inputs of {@code node}, by ordinal. */
  List<RowSchema> inputSchemas(PlanNode node) {
    return node.inputs().stream().map(input -> nodes.get(input).schema()).toList();
  }

  /** The first stream upwards of {@code node}; for a stream itself. */
  String inputStream(PlanNode node) {
    PlanNode.@Nullable Stream stream = firstStream(node, new BitSet());
    return stream == null ? "" : stream.name();
  }

  private PlanNode.@Nullable Stream firstStream(PlanNode node, BitSet seen) {
    if (node instanceof PlanNode.Stream stream) {
      return stream;
    }
    if (seen.get(node.id())) {
      return null;
    }
    seen.set(node.id());
    for (int input : node.inputs()) {
      PlanNode.Stream stream = firstStream(nodes.get(input), seen);
      if (stream != null) {
        return stream;
      }
    }
    return null;
  }
}
