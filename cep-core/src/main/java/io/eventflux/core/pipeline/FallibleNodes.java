package io.eventflux.core.pipeline;

import io.eventflux.core.plan.Fallibility;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/**
 * Tells which nodes can fail for a single row: those that call a fallible function, and inserts
 * into tables.
 */
final class FallibleNodes implements PlanNode.Visitor<Boolean> {
  private static final FallibleNodes NODES = new FallibleNodes();

  private FallibleNodes() {}

  /** Whether a row can fail in {@code node}. */
  static boolean isFallible(PlanNode node) {
    return node.accept(NODES);
  }

  private static boolean any(@Nullable PlanExpr expression) {
    return expression != null && Fallibility.of(expression);
  }

  @Override
  public Boolean visitStream(PlanNode.Stream node) {
    return false;
  }

  @Override
  public Boolean visitFilter(PlanNode.Filter node) {
    return any(node.condition());
  }

  @Override
  public Boolean visitProject(PlanNode.Project node) {
    return any(node.condition()) || Fallibility.ofAny(node.expressions());
  }

  @Override
  public Boolean visitWindow(PlanNode.Window node) {
    return Fallibility.ofAny(node.arguments());
  }

  @Override
  public Boolean visitAggregate(PlanNode.Aggregate node) {
    return Fallibility.ofAny(node.keys())
        || Fallibility.ofCalls(node.aggregates())
        || Fallibility.ofAny(node.expressions())
        || any(node.having());
  }

  @Override
  public Boolean visitGroupWindow(PlanNode.GroupWindow node) {
    return Fallibility.ofAny(node.keys())
        || Fallibility.ofCalls(node.aggregates())
        || Fallibility.ofAny(node.expressions())
        || any(node.having());
  }

  @Override
  public Boolean visitPattern(PlanNode.Pattern node) {
    for (PatternProgram.Element element : node.program().elements()) {
      if (any(element.filter()) || any(element.condition())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Boolean visitTableJoin(PlanNode.TableJoin node) {
    return Fallibility.ofAny(node.keyProbe()) || any(node.condition());
  }

  @Override
  public Boolean visitTableInsert(PlanNode.TableInsert node) {
    return true;
  }

  @Override
  public Boolean visitOrderLimit(PlanNode.OrderLimit node) {
    return false;
  }

  @Override
  public Boolean visitQueryOutput(PlanNode.QueryOutput node) {
    return false;
  }

  @Override
  public Boolean visitSink(PlanNode.Sink node) {
    return false;
  }
}
