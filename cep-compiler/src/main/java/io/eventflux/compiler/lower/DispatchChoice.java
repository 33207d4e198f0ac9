package io.eventflux.compiler.lower;

import io.eventflux.core.plan.NodeExpressions;
import io.eventflux.core.plan.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How each stream of a pipeline hands rows to its consumers. Whole ranges are fastest, and allowed
 * as long as nothing can tell: no two consumers meet further down, and no consumer reads a table
 * that another one, or it itself, writes. Cost: product of streams, consumers and nodes.
 */
final class DispatchChoice {
  private final List<PlanNode> nodes;
  private final List<List<Integer>> consumers = new ArrayList<>();

  DispatchChoice(List<PlanNode> nodes) {
    this.nodes = nodes;
    Map<String, Integer> streams = new HashMap<>();
    for (PlanNode node : nodes) {
      consumers.add(new ArrayList<>());
      if (node instanceof PlanNode.Stream stream) {
        streams.put(stream.name(), stream.id());
      }
    }
    for (PlanNode node : nodes) {
      for (int input : node.inputs()) {
        consumers.get(input).add(node.id());
      }
      if (node instanceof PlanNode.GroupWindow window && window.lateStream() >= 0) {
        consumers.get(window.id()).add(window.lateStream());
      }
      if (node instanceof PlanNode.Stream stream
          && stream.watermark() != null
          && stream.watermark().lateStream() != null) {
        Integer late = streams.get(stream.watermark().lateStream());
        if (late != null) {
          consumers.get(stream.id()).add(late);
        }
      }
    }
  }

  /** The choice for the stream with an id. */
  PlanNode.Dispatch of(int stream) {
    List<Integer> readers = consumers.get(stream);
    List<BitSet> reached = new ArrayList<>();
    for (int reader : readers) {
      reached.add(reach(reader));
    }
    for (BitSet each : reached) {
      if (each.get(stream)) {
        return PlanNode.Dispatch.STACKED;
      }
    }
    for (int i = 0; i < reached.size(); i++) {
      if (readsOwnWrites(reached.get(i))) {
        return PlanNode.Dispatch.UNIT;
      }
      for (int j = i + 1; j < reached.size(); j++) {
        if (reached.get(i).intersects(reached.get(j)) || share(reached.get(i), reached.get(j))) {
          return PlanNode.Dispatch.UNIT;
        }
      }
    }
    return PlanNode.Dispatch.RANGE;
  }

  /** A node and everything that its rows can come to. */
  private BitSet reach(int start) {
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      int node = open.remove(open.size() - 1);
      if (!reached.get(node)) {
        reached.set(node);
        open.addAll(consumers.get(node));
      }
    }
    return reached;
  }

  /**
   * Whether a part looks into a table that it fills itself: a row may find what the one before it
   * wrote.
   */
  private boolean readsOwnWrites(BitSet part) {
    Set<String> read = new HashSet<>();
    for (int id = part.nextSetBit(0); id >= 0; id = part.nextSetBit(id + 1)) {
      read.addAll(NodeExpressions.tables(nodes.get(id)));
    }
    return meet(tables(part, true), read);
  }

  /** Whether one part writes a table that the other one reads or writes. */
  private boolean share(BitSet a, BitSet b) {
    Set<String> writtenByA = tables(a, true);
    Set<String> writtenByB = tables(b, true);
    return meet(writtenByA, tables(b, false)) || meet(writtenByB, tables(a, false));
  }

  private static boolean meet(Set<String> a, Set<String> b) {
    return a.stream().anyMatch(b::contains);
  }

  /** The tables that are written, or all that are used. */
  private Set<String> tables(BitSet part, boolean onlyWritten) {
    Set<String> tables = new HashSet<>();
    for (int id = part.nextSetBit(0); id >= 0; id = part.nextSetBit(id + 1)) {
      if (nodes.get(id) instanceof PlanNode.TableInsert insert) {
        tables.add(insert.table());
      } else if (!onlyWritten) {
        tables.addAll(NodeExpressions.tables(nodes.get(id)));
      }
    }
    return tables;
  }
}
