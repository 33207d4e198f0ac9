package io.eventflux.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The expressions that the operator of a plan node evaluates. Stateless. */
public final class NodeExpressions implements PlanNode.Visitor<List<PlanExpr>> {
  private static final NodeExpressions VISITOR = new NodeExpressions();

  private NodeExpressions() {}

  /** All expressions of {@code node}; none of its inputs'. */
  public static List<PlanExpr> of(PlanNode node) {
    return node.accept(VISITOR);
  }

  /** The tables that the operator of {@code node} reads, by a join or in expressions. */
  public static Set<String> tables(PlanNode node) {
    Set<String> tables = new LinkedHashSet<>();
    if (node instanceof PlanNode.TableJoin join) {
      tables.add(join.table());
    }
    of(node).forEach(expression -> tables.addAll(ExpressionTree.tables(expression)));
    return tables;
  }

  /** The expressions that a row goes through on its way into the aggregates. */
  public static List<PlanExpr> ofCalls(List<AggregateCall> calls) {
    List<PlanExpr> expressions = new ArrayList<>();
    for (AggregateCall call : calls) {
      add(call.filter(), expressions);
      expressions.addAll(call.arguments());
    }
    return expressions;
  }

  private static void add(@Nullable PlanExpr expression, List<PlanExpr> expressions) {
    if (expression != null) {
      expressions.add(expression);
    }
  }

  private static List<PlanExpr> aggregated(
      List<PlanExpr> keys,
      List<AggregateCall> calls,
      List<PlanExpr> selected,
      @Nullable PlanExpr having) {
    List<PlanExpr> expressions = new ArrayList<>(keys);
    expressions.addAll(ofCalls(calls));
    expressions.addAll(selected);
    add(having, expressions);
    return expressions;
  }

  @Override
  public List<PlanExpr> visitStream(PlanNode.Stream node) {
    return List.of();
  }

  @Override
  public List<PlanExpr> visitFilter(PlanNode.Filter node) {
    return List.of(node.condition());
  }

  @Override
  public List<PlanExpr> visitProject(PlanNode.Project node) {
    List<PlanExpr> expressions = new ArrayList<>(node.expressions());
    add(node.condition(), expressions);
    return expressions;
  }

  @Override
  public List<PlanExpr> visitWindow(PlanNode.Window node) {
    return node.arguments();
  }

  @Override
  public List<PlanExpr> visitAggregate(PlanNode.Aggregate node) {
    return aggregated(node.keys(), node.aggregates(), node.expressions(), node.having());
  }

  @Override
  public List<PlanExpr> visitGroupWindow(PlanNode.GroupWindow node) {
    return aggregated(node.keys(), node.aggregates(), node.expressions(), node.having());
  }

  @Override
  public List<PlanExpr> visitPattern(PlanNode.Pattern node) {
    List<PlanExpr> expressions = new ArrayList<>();
    for (PatternProgram.Element element : node.program().elements()) {
      add(element.filter(), expressions);
      add(element.condition(), expressions);
    }
    return expressions;
  }

  @Override
  public List<PlanExpr> visitTableJoin(PlanNode.TableJoin node) {
    List<PlanExpr> expressions = new ArrayList<>(node.keyProbe());
    add(node.condition(), expressions);
    return expressions;
  }

  @Override
  public List<PlanExpr> visitTableInsert(PlanNode.TableInsert node) {
    return List.of();
  }

  @Override
  public List<PlanExpr> visitOrderLimit(PlanNode.OrderLimit node) {
    return List.of();
  }

  @Override
  public List<PlanExpr> visitQueryOutput(PlanNode.QueryOutput node) {
    return List.of();
  }

  @Override
  public List<PlanExpr> visitSink(PlanNode.Sink node) {
    return List.of();
  }
}
