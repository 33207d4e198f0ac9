package io.eventflux.core.operator;

import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.catalog.WindowDescriptor;

/** Adds one window; found by {@link java.util.ServiceLoader}. Stateless; any thread. */
public interface WindowProvider {
  /** Everything users may know about the window; its name is the key. */
  WindowDescriptor descriptor();

  /**
   * Makes the operator for {@code node}, whose {@code window} is the canonical name of the
   * descriptor in lower case and whose arguments fit it.
   */
  Operator create(PlanNode.Window node, OperatorContext context, Output output);
}
