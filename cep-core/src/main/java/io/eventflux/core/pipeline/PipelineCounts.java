package io.eventflux.core.pipeline;

import io.eventflux.core.metric.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a pipeline has counted. Any thread, also while it runs. */
public final class PipelineCounts {
  private final OperatorGraph graph;
  private final RangeCutter cutter;

  PipelineCounts(OperatorGraph graph, RangeCutter cutter) {
    this.graph = graph;
    this.cutter = cutter;
  }

  /**
   * Rows taken from outside that something in the app reads; those without a time are among them.
   */
  public long processedCount() {
    return cutter.processedCount().value();
  }

  /** Rows taken from outside that nothing in the app reads. */
  public long unreadCount() {
    return cutter.unreadCount().value();
  }

  /** All rows taken from outside. */
  public long takenCount() {
    return cutter.processedCount().value() + cutter.unreadCount().value();
  }

  /** Rows from outside without an event time. */
  public long untimedCount() {
    long count = 0;
    for (StreamHub hub : graph.inputs()) {
      count += hub.lateCount().value();
    }
    return count;
  }

  /** Rows that have gone through {@code stream}, the present one included; 0 if it is not here. */
  public long streamRowCount(String stream) {
    StreamHub hub = graph.hub(stream);
    return hub == null ? 0 : hub.rowCount().value();
  }

  /** Rows that have gone through each stream, in text order. */
  public Map<String, Long> streamRowCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    graph.hubs().forEach(hub -> counts.put(hub.node().name(), hub.rowCount().value()));
    return counts;
  }

  /** Rows that each query has put out, in text order. */
  public Map<String, Long> queryRowCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    graph.queries().forEach((name, step) -> counts.put(name, step.rowCount().value()));
    return counts;
  }

  /** Rows that came too late for each operator; operators without late rows are left out. */
  public Map<String, Long> lateCounts() {
    return byOperator(NodeContext::lateCount);
  }

  /** Rows that each operator could not process; operators without failures are left out. */
  public Map<String, Long> failureCounts() {
    return byOperator(NodeContext::failureCount);
  }

  /** Pieces of state that operators gave up at a bound; operators that did not are left out. */
  public Map<String, Long> droppedStateCounts() {
    return byOperator(NodeContext::droppedStateCount);
  }

  private Map<String, Long> byOperator(Function<NodeContext, Counter> counter) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (NodeContext context : graph.contexts()) {
      long count = counter.apply(context).value();
      if (count > 0) {
        counts.put(context.operatorId(), count);
      }
    }
    return counts;
  }
}
