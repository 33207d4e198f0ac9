package io.eventflux.core.operator.aggregate;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PlanExpr;
import java.util.List;

/** Whether the evaluation of an expression can fail, because it calls a function that may throw. */
final class Fallibility implements PlanExpr.Visitor<Boolean> {
  private static final Fallibility VISITOR = new Fallibility();

  private Fallibility() {}

  /** Whether a row may fail on its way into an aggregate. */
  static boolean ofCalls(List<AggregateCall> calls) {
    for (AggregateCall call : calls) {
      PlanExpr filter = call.filter();
      if ((filter != null && filter.accept(VISITOR)) || anyOf(call.arguments())) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyOf(List<PlanExpr> expressions) {
    for (PlanExpr expression : expressions) {
      if (expression.accept(VISITOR)) {
        return true;
      }
    }
    return false;
  }

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
    return anyOf(caseExpr.conditions())
        || anyOf(caseExpr.values())
        || caseExpr.otherwise().accept(this);
  }

  @Override
  public Boolean visitCast(PlanExpr.Cast cast) {
    return cast.operand().accept(this);
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
