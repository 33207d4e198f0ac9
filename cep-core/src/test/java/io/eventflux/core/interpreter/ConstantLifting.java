package io.eventflux.core.interpreter;

import io.eventflux.core.column.Field;
import io.eventflux.core.plan.PlanExpr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces every constant of an expression by a column that holds it. */
final class ConstantLifting implements PlanExpr.Visitor<PlanExpr> {
  private final List<Field> fields = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();

  /** One column per constant met. */
  List<Field> fields() {
    return fields;
  }

  /** What the columns hold. */
  List<@Nullable Object> values() {
    return values;
  }

  @Override
  public PlanExpr visitConstant(PlanExpr.Constant constant) {
    fields.add(new Field("c" + fields.size(), constant.type()));
    values.add(constant.value());
    return new PlanExpr.Input(0, fields.size() - 1, constant.type());
  }

  @Override
  public PlanExpr visitInput(PlanExpr.Input input) {
    throw new AssertionError("the tables have constants only");
  }

  @Override
  public PlanExpr visitOperation(PlanExpr.Operation operation) {
    return new PlanExpr.Operation(
        operation.operator(), all(operation.operands()), operation.type());
  }

  @Override
  public PlanExpr visitCase(PlanExpr.Case caseExpr) {
    return new PlanExpr.Case(
        all(caseExpr.conditions()),
        all(caseExpr.values()),
        caseExpr.otherwise().accept(this),
        caseExpr.type());
  }

  @Override
  public PlanExpr visitCast(PlanExpr.Cast cast) {
    return new PlanExpr.Cast(cast.operand().accept(this), cast.type());
  }

  @Override
  public PlanExpr visitFunction(PlanExpr.FunctionCall call) {
    return new PlanExpr.FunctionCall(call.binding(), all(call.arguments()), call.type());
  }

  @Override
  public PlanExpr visitRowTime(PlanExpr.RowTime rowTime) {
    return rowTime;
  }

  @Override
  public PlanExpr visitNow(PlanExpr.Now now) {
    return now;
  }

  @Override
  public PlanExpr visitWatermark(PlanExpr.Watermark watermark) {
    return watermark;
  }

  @Override
  public PlanExpr visitAggregateResult(PlanExpr.AggregateResult result) {
    return result;
  }

  @Override
  public PlanExpr visitWindowBound(PlanExpr.WindowBound bound) {
    return bound;
  }

  @Override
  public PlanExpr visitLet(PlanExpr.Let let) {
    return new PlanExpr.Let(let.number(), let.value().accept(this), let.body().accept(this));
  }

  @Override
  public PlanExpr visitTableTest(PlanExpr.TableTest test) {
    throw new AssertionError("the tables have no tables");
  }

  @Override
  public PlanExpr visitLocal(PlanExpr.Local local) {
    return local;
  }

  private List<PlanExpr> all(List<PlanExpr> expressions) {
    List<PlanExpr> lifted = new ArrayList<>();
    for (PlanExpr expression : expressions) {
      lifted.add(expression.accept(this));
    }
    return lifted;
  }
}
