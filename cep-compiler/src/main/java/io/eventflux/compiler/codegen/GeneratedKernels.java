package io.eventflux.compiler.codegen;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  /** The JIT does not compile methods of 8,000 bytes and more. */
  private static final int METHOD_BYTES_MAX = 7_999;

  /** Estimated sizes to try, largest first. */
  private static final int[] SIZE_LIMITS = {5_000, 2_000, 800, 300};

  private static final System.Logger LOG = System.getLogger(GeneratedKernels.class.getName());

  private final Map<String, KernelCompiler.KernelClass> classes = new ConcurrentHashMap<>();

  /** By text; also the lock. */
  private final Map<String, KernelSource> sources = new LinkedHashMap<>();

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

  /** How many classes this process has compiled, by any factory. For tests and statistics. */
  public static long compiledClassCount() {
    return KernelCompiler.compiledCount();
  }

  /** Makes the classes of all kernels of {@code plan}, so that starting it needs no compiler. */
  public void warm(AppPlan plan) {
    for (PipelinePlan pipeline : plan.pipelines()) {
      for (PlanNode node : pipeline.nodes()) {
        for (PlanKernels.PlanKernel kernel : PlanKernels.of(node)) {
          fitted(kernel.writer());
        }
      }
    }
  }

  /**
   * The Java text of all kernels of {@code plan}, each under a line that says what it is for.
   * Kernels of equal structure are printed once.
   */
  public String codeOf(AppPlan plan) {
    Map<String, String> places = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (int p = 0; p < plan.pipelines().size(); p++) {
      for (PlanNode node : plan.pipelines().get(p).nodes()) {
        for (PlanKernels.PlanKernel kernel : PlanKernels.of(node)) {
          String place = "pipeline " + p + ", node " + node.id() + ": " + kernel.role();
          String code = fitted(kernel.writer()).text();
          String known = places.putIfAbsent(code, place);
          text.append("// ").append(place);
          text.append(known == null ? "\n" + code : ", the class of " + known + "\n").append('\n');
        }
      }
    }
    return text.length() == 0 ? "// nothing is computed: no code is needed\n" : text.toString();
  }

  /** The text of every class this factory has given out, in the order of first use. */
  List<KernelSource> sources() {
    synchronized (sources) {
      return List.copyOf(sources.values());
    }
  }

  private Object instance(IntFunction<KernelSource> writer, List<Aggregator> aggregators) {
    KernelSource source = fitted(writer);
    KernelCompiler.KernelClass type = classOf(source);
    try {
      return source.hasAggregators()
          ? type.constructor()
              .newInstance(source.constants().toArray(), aggregators.toArray(Aggregator[]::new))
          : type.constructor().newInstance((Object) source.constants().toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a generated constructor fails:\n" + source.text(), e);
    }
  }

  /** The first form of a kernel whose methods are small enough, or else the last that was tried. */
  private KernelSource fitted(IntFunction<KernelSource> writer) {
    KernelSource source = writer.apply(SIZE_LIMITS[0]);
    for (int i = 1; i < SIZE_LIMITS.length && !isSmall(source); i++) {
      source = writer.apply(SIZE_LIMITS[i]);
    }
    if (!isSmall(source)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a kernel is too large to be compiled to machine code and will be slow: "
              + "largestMethodBytes={0,number,#}, boundBytes={1,number,#}",
          classOf(source).largestMethodBytes(),
          METHOD_BYTES_MAX);
    }
    synchronized (sources) {
      sources.putIfAbsent(source.text(), source);
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
