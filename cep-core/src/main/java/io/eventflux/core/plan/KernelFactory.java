package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.ProjectKernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kernels of operators: generated classes in production, an interpreter in tests. Any
 * thread.
 */
public interface KernelFactory {
  /** A kernel for {@code condition} over rows of {@code input}. */
  FilterKernel filter(RowSchema input, PlanExpr condition);

  /**
   * A kernel for {@code expressions} over those rows of {@code input} that fulfil {@code
   * condition}; null: all rows.
   */
  ProjectKernel project(RowSchema input, @Nullable PlanExpr condition, List<PlanExpr> expressions);

  /** A selector kernel that works on {@code aggregators}, one for each of {@code calls}. */
  AggregateKernel aggregate(
      RowSchema input,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators);

  /**
   * A pane kernel that works on {@code aggregators}, one for each of {@code calls}; {@code keys}
   * are the key columns it reads on emission.
   */
  PaneKernel pane(
      RowSchema input,
      RowSchema keys,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators);

  /**
   * A kernel for {@code condition} over one row of {@code left} (input 0) and rows of {@code right}
   * (input 1).
   */
  PairKernel pair(RowSchema left, RowSchema right, PlanExpr condition);
}
