package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who reads whom in a pipeline plan. Immutable. */
public final class PlanGraph {
  private final List<PlanNode> nodes;
  private final List<List<Integer>> readers = new ArrayList<>();

  /**
   * The graph of {@code plan}.
   *
   * @throws IllegalArgumentException if a node does not stand where its id says
   */
  public PlanGraph(PipelinePlan plan) {
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
  public List<PlanNode> readers(int id) {
    return readers.get(id).stream().map(nodes::get).toList();
  }

  /** The nodes that rows of node {@code id} can reach; itself only through a cycle. */
  public BitSet reachable(int id) {
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
  public List<RowSchema> inputSchemas(PlanNode node) {
    return node.inputs().stream().map(input -> nodes.get(input).schema()).toList();
  }

  /** The name of the first stream upwards of {@code node}, of a stream itself; empty: none. */
  public String inputStream(PlanNode node) {
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

  /** Whether rows of the stream called {@code stream} can reach sink number {@code sinkIndex}. */
  public boolean reaches(String stream, int sinkIndex) {
    for (PlanNode from : nodes) {
      if (from instanceof PlanNode.Stream named && named.name().equals(stream)) {
        return reachable(from.id()).stream()
            .mapToObj(nodes::get)
            .anyMatch(node -> node instanceof PlanNode.Sink sink && sink.sinkIndex() == sinkIndex);
      }
    }
    return false;
  }

  /** Whether a row of one of {@code streams} can fail in a query, or be refused by a table. */
  public boolean canFail(Set<String> streams) {
    return nodes.stream()
        .anyMatch(node -> NodeTraits.isFallible(node) && streams.contains(inputStream(node)));
  }
}
