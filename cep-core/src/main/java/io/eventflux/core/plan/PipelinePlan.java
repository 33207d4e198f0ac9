package io.eventflux.core.plan;

import java.util.List;

/**
 * One connected part of an app: the nodes that one pipeline owns, node {@code i} at index {@code
 * i}. Immutable.
 */
public record PipelinePlan(List<PlanNode> nodes) {
  /** Copies the list. */
  public PipelinePlan {
    nodes = List.copyOf(nodes);
  }
}
