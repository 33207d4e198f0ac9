package io.eventflux.core.pipeline;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which nodes can fail for a single row: those that call a fallible function, and inserts
 * into tables.
 */
final class FallibleNodes implements PlanNode.Visitor<Boolean> {
  private static final FallibleNodes NODES = new FallibleNodes();
  private static final Expressions EXPRESSIONS = new Expressions();

  private FallibleNodes() {}

  /** Whether a row can fail in {@code node}. */
  static boolean isFallible(PlanNode node) {
    return node.accept(NODES);
  }

  private static boolean anyOf(List<PlanExpr> expressions) {
    return expressions.stream().anyMatch(expression -> expression.accept(EXPRESSIONS));
  }

  private static boolean any(@Nullable PlanExpr expression) {
    return expression != null && expression.accept(EXPRESSIONS);
  }

  private static boolean anyCall(List<AggregateCall> calls) {
    return calls.stream().anyMatch(call -> anyOf(call.arguments()) || any(call.filter()));
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
    return any(node.condition()) || anyOf(node.expressions());
  }

  @Override
  public Boolean visitWindow(PlanNode.Window node) {
    return anyOf(node.arguments());
  }

  @Override
  public Boolean visitAggregate(PlanNode.Aggregate node) {
    return anyOf(node.keys())
        || anyCall(node.aggregates())
        || anyOf(node.expressions())
        || any(node.having());
  }

  @Override
  public Boolean visitGroupWindow(PlanNode.GroupWindow node) {
    return anyOf(node.keys())
        || anyCall(node.aggregates())
        || anyOf(node.expressions())
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
    return anyOf(node.keyProbe()) || any(node.condition());
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

  private static final class Expressions implements PlanExpr.Visitor<Boolean> {
    @Override
    public Boolean visitInput(PlanExpr.Input input) {
      return false;
    }

    @Override
    public Boolean visitConstant(PlanExpr.Constant constant) {
      return false;
    }

    @Override
    public Boolean visitOperation(PlanExpr.Operation operation) {
      return anyOf(operation.operands());
    }

    @Override
    public Boolean visitCase(PlanExpr.Case caseExpr) {
      return anyOf(caseExpr.conditions()) || anyOf(caseExpr.values()) || any(caseExpr.otherwise());
    }

    @Override
    public Boolean visitCast(PlanExpr.Cast cast) {
      return any(cast.operand());
    }

    @Override
    public Boolean visitFunction(PlanExpr.FunctionCall call) {
      return call.binding().fallible() || anyOf(call.arguments());
    }

    @Override
    public Boolean visitRowTime(PlanExpr.RowTime rowTime) {
      return false;
    }

    @Override
    public Boolean visitAggregateResult(PlanExpr.AggregateResult result) {
      return false;
    }

    @Override
    public Boolean visitWindowBound(PlanExpr.WindowBound bound) {
      return false;
    }
  }
}
