package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.Kernel;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.ProjectKernel;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the kernels of another factory a clock and a watermark. Immutable.
 *
 * @param clock see {@link Kernel#useClock}
 * @param watermark see {@link Kernel#useWatermark}
 */
public record ClockedKernels(KernelFactory kernels, LongSupplier clock, LongSupplier watermark)
    implements KernelFactory {
  private <K extends Kernel> K clocked(K kernel) {
    kernel.useClock(clock);
    kernel.useWatermark(watermark);
    return kernel;
  }

  @Override
  public FilterKernel filter(RowSchema input, PlanExpr condition) {
    return clocked(kernels.filter(input, condition));
  }

  @Override
  public ProjectKernel project(
      RowSchema input, @Nullable PlanExpr condition, List<PlanExpr> expressions) {
    return clocked(kernels.project(input, condition, expressions));
  }

  @Override
  public AggregateKernel aggregate(
      RowSchema input,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return clocked(kernels.aggregate(input, calls, expressions, having, aggregators));
  }

  @Override
  public PaneKernel pane(
      RowSchema input,
      RowSchema keys,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return clocked(kernels.pane(input, keys, calls, expressions, having, aggregators));
  }

  @Override
  public PairKernel pair(RowSchema left, RowSchema right, PlanExpr condition) {
    return clocked(kernels.pair(left, right, condition));
  }
}
