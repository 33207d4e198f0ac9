package io.eventflux.core.interpreter;

import io.eventflux.core.plan.PlanExpr;
import java.util.List;
import java.util.stream.Collectors;

/** A short text of an expression, for the names of tests. */
final class ExpressionText implements PlanExpr.Visitor<String> {
  @Override
  public String visitInput(PlanExpr.Input input) {
    return "#" + input.input() + "." + input.column();
  }

  @Override
  public String visitConstant(PlanExpr.Constant constant) {
    return constant.value() + ":" + constant.type();
  }

  @Override
  public String visitOperation(PlanExpr.Operation operation) {
    return operation.operator().name() + all(operation.operands());
  }

  @Override
  public String visitCase(PlanExpr.Case caseExpr) {
    return "CASE"
        + all(caseExpr.conditions())
        + all(caseExpr.values())
        + " ELSE "
        + caseExpr.otherwise().accept(this);
  }

  @Override
  public String visitCast(PlanExpr.Cast cast) {
    return "CAST(" + cast.operand().accept(this) + " AS " + cast.type() + ")";
  }

  @Override
  public String visitFunction(PlanExpr.FunctionCall call) {
    return call.binding().name() + all(call.arguments());
  }

  @Override
  public String visitTableTest(PlanExpr.TableTest test) {
    return "IN " + test.table() + all(test.arguments());
  }

  @Override
  public String visitRowTime(PlanExpr.RowTime rowTime) {
    return "ROW_TIME";
  }

  @Override
  public String visitNow(PlanExpr.Now now) {
    return "NOW";
  }

  @Override
  public String visitWatermark(PlanExpr.Watermark watermark) {
    return "WATERMARK";
  }

  @Override
  public String visitAggregateResult(PlanExpr.AggregateResult result) {
    return "AGGREGATE#" + result.index();
  }

  @Override
  public String visitWindowBound(PlanExpr.WindowBound bound) {
    return bound.end() ? "WINDOW_END" : "WINDOW_START";
  }

  @Override
  public String visitLet(PlanExpr.Let let) {
    return "LET#" + let.number() + all(List.of(let.value(), let.body()));
  }

  @Override
  public String visitLocal(PlanExpr.Local local) {
    return "LOCAL#" + local.number();
  }

  private String all(List<PlanExpr> expressions) {
    return expressions.stream()
        .map(expression -> expression.accept(this))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
