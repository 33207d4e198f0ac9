package io.eventflux.compiler.codegen;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes kernels by writing Java and compiling it. Keeps every class it has made, so that a kernel
 * asked for a second time, as when an app starts after its plan was warmed, needs no compiler.
 */
public final class GeneratedKernels implements KernelFactory {
  /** Methods of more bytes are not compiled by the JIT. */
  private static final int METHOD_BYTES_MAX = 8_000;

  /** Estimated sizes to try, largest first. */
  private static final int[] SIZE_LIMITS = {5_000, 2_000, 800, 300};

  private final Map<String, KernelCompiler.KernelClass> classes = new ConcurrentHashMap<>();

  /** A factory that has made nothing yet. */
  public GeneratedKernels() {}

  @Override
  public FilterKernel filter(RowSchema input, PlanExpr condition) {
    return (FilterKernel) instance(sizeMax -> FilterWriter.write(condition, sizeMax), List.of());
  }

  @Override
  public ProjectKernel project(
      RowSchema input, @Nullable PlanExpr condition, List<PlanExpr> expressions) {
    return (ProjectKernel)
        instance(sizeMax -> ProjectWriter.write(condition, expressions, sizeMax), List.of());
  }

  @Override
  public AggregateKernel aggregate(
      RowSchema input,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return (AggregateKernel)
        instance(
            sizeMax -> AggregateWriter.write(calls, expressions, having, sizeMax), aggregators);
  }

  @Override
  public PaneKernel pane(
      RowSchema input,
      RowSchema keys,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      List<Aggregator> aggregators) {
    return (PaneKernel)
        instance(sizeMax -> PaneWriter.write(calls, expressions, having, sizeMax), aggregators);
  }

  @Override
  public PairKernel pair(RowSchema left, RowSchema right, PlanExpr condition) {
    return (PairKernel) instance(sizeMax -> PairWriter.write(condition, sizeMax), List.of());
  }

  private Object instance(IntFunction<KernelSource> writer, List<Aggregator> aggregators) {
    KernelSource source = fitted(writer);
    KernelCompiler.KernelClass type = classOf(source);
    try {
      return source.hasAggregators()
          ? type.constructor()
              .newInstance(source.constants(), aggregators.toArray(Aggregator[]::new))
          : type.constructor().newInstance((Object) source.constants());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("a generated constructor fails:\n" + source.text(), e);
    }
  }

  /**
   * The first form of a kernel whose methods are small enough, or else the one with the smallest.
   */
  private KernelSource fitted(IntFunction<KernelSource> writer) {
    KernelSource source = writer.apply(SIZE_LIMITS[0]);
    for (int i = 1; i < SIZE_LIMITS.length && !isSmall(source); i++) {
      source = writer.apply(SIZE_LIMITS[i]);
    }
    return source;
  }

  private boolean isSmall(KernelSource source) {
    return classOf(source).largestMethodBytes() <= METHOD_BYTES_MAX;
  }

  private KernelCompiler.KernelClass classOf(KernelSource source) {
    return classes.computeIfAbsent(source.text(), text -> KernelCompiler.classOf(source));
  }
}
