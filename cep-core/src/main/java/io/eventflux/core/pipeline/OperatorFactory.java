package io.eventflux.core.pipeline;

import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/** Makes the operators of a plan. */
@FunctionalInterface
public interface OperatorFactory {
  /**
   * The operator for {@code node}, which is no stream, query output or sink: those the pipeline
   * makes itself.
   *
   * @param output where its rows go
   * @param lateOutput where a group window sends late rows; null: they are dropped and counted
   * @throws IllegalArgumentException with a sentence if there is no such operator
   */
  Operator create(
      PlanNode node, OperatorContext context, Output output, @Nullable Output lateOutput);
}
