package io.eventflux.core.interpreter;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kernels that evaluate plan expressions row by row on boxed values. Stateless; any thread.
 *
 * <p>A row whose evaluation fails is reported and left out. In a selector the arguments and filters
 * of all aggregates are evaluated before any aggregate changes, so a row fails with no effect or,
 * in HAVING and the select list, with all of it. Behind the aggregates the order is: kind mask,
 * HAVING, select list; what is not needed is not evaluated. A failed pair is reported as the left
 * row.
 */
public final class InterpretedKernels implements KernelFactory {
  @Override
  public FilterKernel filter(RowSchema input, PlanExpr condition) {
    return new InterpretedFilter(condition);
  }

  @Override
  public ProjectKernel project(
      RowSchema input, @Nullable PlanExpr condition, List<PlanExpr> expressions) {
    return new InterpretedProject(condition, expressions);
  }

  @Override
  public AggregateKernel aggregate(
      RowSchema input,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return new InterpretedAggregate(
        ReflectedAggregate.list(calls, aggregators), expressions, having);
  }

  @Override
  public PaneKernel pane(
      RowSchema input,
      RowSchema keys,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return new InterpretedPane(ReflectedAggregate.list(calls, aggregators), expressions, having);
  }

  @Override
  public PairKernel pair(RowSchema left, RowSchema right, PlanExpr condition) {
    return new InterpretedPair(condition);
  }
}
