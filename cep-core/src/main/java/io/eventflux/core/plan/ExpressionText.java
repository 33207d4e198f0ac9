package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Plan expressions as text: names instead of numbers, every cast and bracket written out. */
final class ExpressionText implements PlanExpr.Visitor<String> {
  private final List<RowSchema> inputs;
  private final List<AggregateCall> calls;

  /**
   * A printer.
   *
   * @param inputs the schemas that {@link PlanExpr.Input} counts
   * @param calls the aggregates that {@link PlanExpr.AggregateResult} counts
   */
  ExpressionText(List<RowSchema> inputs, List<AggregateCall> calls) {
    this.inputs = inputs;
    this.calls = calls;
  }

  String print(PlanExpr expression) {
    return expression.accept(this);
  }

  String print(List<PlanExpr> expressions) {
    return expressions.stream().map(this::print).collect(Collectors.joining(", "));
  }

  String print(AggregateCall call) {
    String text = call.function().name() + "(" + print(call.arguments()) + ")";
    return call.filter() == null ? text : text + " FILTER (" + print(call.filter()) + ")";
  }

  @Override
  public String visitInput(PlanExpr.Input input) {
    String name = inputs.get(input.input()).field(input.column()).name();
    return inputs.size() == 1 ? name : input.input() + "." + name;
  }

  @Override
  public String visitConstant(PlanExpr.Constant constant) {
    Object value = constant.value();
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String text) {
      return "'" + text.replace("'", "''") + "'";
    }
    boolean isPlain =
        constant.type() == Type.BOOL
            || constant.type() == Type.INT
            || constant.type() == Type.DOUBLE;
    return isPlain ? value.toString() : constant.type().sqlName() + " " + value;
  }

  @Override
  public String visitOperation(PlanExpr.Operation operation) {
    String symbol = operation.operator().symbol();
    List<PlanExpr> operands = operation.operands();
    return switch (operation.operator()) {
      case NOT, NEGATE -> "(" + symbol + " " + print(operands.get(0)) + ")";
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
          "(" + print(operands.get(0)) + " " + symbol + ")";
      case LIKE -> {
        String like = print(operands.get(0)) + " LIKE " + print(operands.get(1));
        yield operands.size() == 2
            ? "(" + like + ")"
            : "(" + like + " ESCAPE " + print(operands.get(2)) + ")";
      }
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          IS_DISTINCT,
          IS_NOT_DISTINCT,
          AND,
          OR,
          CONCAT ->
          operands.stream()
              .map(this::print)
              .collect(Collectors.joining(" " + symbol + " ", "(", ")"));
    };
  }

  @Override
  public String visitCase(PlanExpr.Case caseExpr) {
    StringBuilder text = new StringBuilder("CASE");
    for (int i = 0; i < caseExpr.conditions().size(); i++) {
      text.append(" WHEN ").append(print(caseExpr.conditions().get(i)));
      text.append(" THEN ").append(print(caseExpr.values().get(i)));
    }
    return text + " ELSE " + print(caseExpr.otherwise()) + " END";
  }

  @Override
  public String visitCast(PlanExpr.Cast cast) {
    return "CAST(" + print(cast.operand()) + " AS " + cast.type().sqlName() + ")";
  }

  @Override
  public String visitFunction(PlanExpr.FunctionCall call) {
    return call.binding().name() + "(" + print(call.arguments()) + ")";
  }

  @Override
  public String visitRowTime(PlanExpr.RowTime rowTime) {
    return "ROWTIME";
  }

  @Override
  public String visitAggregateResult(PlanExpr.AggregateResult result) {
    AggregateCall call = calls.get(result.index());
    // Arguments of aggregates read the input row, also where the result stands over other columns.
    return call.function().name() + "#" + result.index();
  }

  @Override
  public String visitWindowBound(PlanExpr.WindowBound bound) {
    return bound.end() ? "WINDOW_END" : "WINDOW_START";
  }
}
