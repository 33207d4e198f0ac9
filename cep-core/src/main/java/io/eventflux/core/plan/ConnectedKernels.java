package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.Kernel;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.kernel.TableTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the kernels of another factory what they need of the app: a clock, a watermark and tables.
 * Immutable.
 *
 * @param clock see {@link Kernel#useClock}
 * @param watermark see {@link Kernel#useWatermark}
 * @param tableTests see {@link Kernel#useTableTest}; makes the test that an expression asks for
 */
public record ConnectedKernels(
    KernelFactory kernels,
    LongSupplier clock,
    LongSupplier watermark,
    Function<PlanExpr.TableTest, TableTest> tableTests)
    implements KernelFactory {
  private <K extends Kernel> K connected(K kernel, List<PlanExpr> expressions) {
    kernel.useClock(clock);
    kernel.useWatermark(watermark);
    for (PlanExpr expression : expressions) {
      for (PlanExpr.TableTest test : ExpressionTree.tableTests(expression)) {
        kernel.useTableTest(test.number(), tableTests.apply(test));
      }
    }
    return kernel;
  }

  private static List<PlanExpr> all(
      List<AggregateCall> calls, List<PlanExpr> expressions, @Nullable PlanExpr condition) {
    List<PlanExpr> all = new ArrayList<>(NodeExpressions.ofCalls(calls));
    all.addAll(expressions);
    if (condition != null) {
      all.add(condition);
    }
    return all;
  }

  @Override
  public FilterKernel filter(RowSchema input, PlanExpr condition) {
    return connected(kernels.filter(input, condition), List.of(condition));
  }

  @Override
  public ProjectKernel project(
      RowSchema input, @Nullable PlanExpr condition, List<PlanExpr> expressions) {
    return connected(
        kernels.project(input, condition, expressions), all(List.of(), expressions, condition));
  }

  @Override
  public AggregateKernel aggregate(
      RowSchema input,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return connected(
        kernels.aggregate(input, calls, expressions, having, aggregators),
        all(calls, expressions, having));
  }

  @Override
  public PaneKernel pane(
      RowSchema input,
      RowSchema keys,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return connected(
        kernels.pane(input, keys, calls, expressions, having, aggregators),
        all(calls, expressions, having));
  }

  @Override
  public PairKernel pair(RowSchema left, RowSchema right, PlanExpr condition) {
    return connected(kernels.pair(left, right, condition), List.of(condition));
  }
}
