package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.NodeExpressions;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The kernels that the operator of a plan node asks for when it is made. Pure functions. */
final class PlanKernels implements PlanNode.Visitor<List<PlanKernels.PlanKernel>> {
  private static final PlanKernels INSTANCE = new PlanKernels();

  private PlanKernels() {}

  /**
   * One kernel.
   *
   * @param role what it is for, without any word of the user
   * @param writer writes it with methods of at most the given size
   */
  record PlanKernel(String role, IntFunction<KernelSource> writer) {}

  /** The kernels of a node, those of its table tests behind the others. */
  static List<PlanKernel> of(PlanNode node) {
    List<PlanKernel> kernels = new ArrayList<>(node.accept(INSTANCE));
    NodeExpressions.of(node).forEach(expression -> addTableTests(expression, kernels));
    return kernels;
  }

  private static void addTableTests(PlanExpr expression, List<PlanKernel> kernels) {
    for (PlanExpr.TableTest test : ExpressionTree.tableTests(expression)) {
      if (!test.keys().isEmpty()) {
        kernels.add(
            new PlanKernel(
                "key of a table test", sizeMax -> ProjectWriter.write(null, test.keys(), sizeMax)));
      }
      PlanExpr condition = test.condition();
      if (condition != null) {
        kernels.add(
            new PlanKernel(
                "condition of a table test", sizeMax -> PairWriter.write(condition, sizeMax)));
        addTableTests(condition, kernels);
      }
    }
  }

  @Override
  public List<PlanKernel> visitStream(PlanNode.Stream node) {
    return List.of();
  }

  @Override
  public List<PlanKernel> visitFilter(PlanNode.Filter node) {
    return List.of(
        new PlanKernel("filter", sizeMax -> FilterWriter.write(node.condition(), sizeMax)));
  }

  @Override
  public List<PlanKernel> visitProject(PlanNode.Project node) {
    if (node.isPlain()) {
      return List.of();
    }
    return List.of(
        new PlanKernel(
            "projection",
            sizeMax -> ProjectWriter.write(node.condition(), node.expressions(), sizeMax)));
  }

  @Override
  public List<PlanKernel> visitWindow(PlanNode.Window node) {
    return List.of();
  }

  @Override
  public List<PlanKernel> visitAggregate(PlanNode.Aggregate node) {
    List<PlanKernel> kernels = new ArrayList<>();
    addKeys(node.keys(), "group keys", kernels);
    kernels.add(
        new PlanKernel(
            "selector",
            sizeMax ->
                AggregateWriter.write(
                    node.aggregates(), node.expressions(), node.having(), sizeMax)));
    return kernels;
  }

  @Override
  public List<PlanKernel> visitGroupWindow(PlanNode.GroupWindow node) {
    List<PlanKernel> kernels = new ArrayList<>();
    addKeys(node.keys(), "group keys", kernels);
    kernels.add(
        new PlanKernel(
            "group window",
            sizeMax ->
                PaneWriter.write(node.aggregates(), node.expressions(), node.having(), sizeMax)));
    return kernels;
  }

  /** Keys that are plain columns need no kernel. */
  private static void addKeys(List<PlanExpr> keys, String role, List<PlanKernel> kernels) {
    if (!keys.stream().allMatch(key -> key instanceof PlanExpr.Input)) {
      kernels.add(new PlanKernel(role, sizeMax -> ProjectWriter.write(null, keys, sizeMax)));
    }
  }

  @Override
  public List<PlanKernel> visitPattern(PlanNode.Pattern node) {
    List<PlanKernel> kernels = new ArrayList<>();
    List<PatternProgram.Element> elements = node.program().elements();
    for (int i = 0; i < elements.size(); i++) {
      PlanExpr filter = elements.get(i).filter();
      PlanExpr condition = elements.get(i).condition();
      if (filter != null) {
        kernels.add(
            new PlanKernel(
                "filter of pattern element " + i, sizeMax -> FilterWriter.write(filter, sizeMax)));
      }
      if (condition != null) {
        kernels.add(
            new PlanKernel(
                "condition of pattern element " + i,
                sizeMax -> PairWriter.write(condition, sizeMax)));
      }
    }
    return kernels;
  }

  @Override
  public List<PlanKernel> visitTableJoin(PlanNode.TableJoin node) {
    List<PlanKernel> kernels = new ArrayList<>();
    PlanExpr condition = node.condition();
    if (condition != null) {
      kernels.add(
          new PlanKernel("join condition", sizeMax -> PairWriter.write(condition, sizeMax)));
    }
    if (!node.keyProbe().isEmpty()) {
      kernels.add(
          new PlanKernel(
              "keys of a table look-up",
              sizeMax -> ProjectWriter.write(null, node.keyProbe(), sizeMax)));
    }
    return kernels;
  }

  @Override
  public List<PlanKernel> visitTableInsert(PlanNode.TableInsert node) {
    return List.of();
  }

  @Override
  public List<PlanKernel> visitOrderLimit(PlanNode.OrderLimit node) {
    return List.of();
  }

  @Override
  public List<PlanKernel> visitQueryOutput(PlanNode.QueryOutput node) {
    return List.of();
  }

  @Override
  public List<PlanKernel> visitSink(PlanNode.Sink node) {
    return List.of();
  }
}
