package io.eventflux.core.plan;

import java.util.List;

/**
 * Whether the evaluation of an expression can fail for a row, because it calls a function that may
 * throw. Immutable.
 */
public final class Fallibility implements PlanExpr.Visitor<Boolean> {
  private static final Fallibility VISITOR = new Fallibility();

  private Fallibility() {}

  /** Whether {@code expression} can fail. */
  public static boolean of(PlanExpr expression) {
    return expression.accept(VISITOR);
  }

  /** Whether one of {@code expressions} can fail. */
  public static boolean ofAny(List<PlanExpr> expressions) {
    for (PlanExpr expression : expressions) {
      if (of(expression)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a row may fail on its way into one of the aggregates. */
  public static boolean ofCalls(List<AggregateCall> calls) {
    for (AggregateCall call : calls) {
      PlanExpr filter = call.filter();
      if ((filter != null && of(filter)) || ofAny(call.arguments())) {
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
    return ofAny(operation.operands());
  }

  @Override
  public Boolean visitCase(PlanExpr.Case caseExpr) {
    return ofAny(caseExpr.conditions())
        || ofAny(caseExpr.values())
        || caseExpr.otherwise().accept(this);
  }

  @Override
  public Boolean visitCast(PlanExpr.Cast cast) {
    return cast.operand().accept(this);
  }

  @Override
  public Boolean visitFunction(PlanExpr.FunctionCall call) {
    return call.binding().fallible() || ofAny(call.arguments());
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
