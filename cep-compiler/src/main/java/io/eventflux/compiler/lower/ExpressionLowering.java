package io.eventflux.compiler.lower;

import io.eventflux.compiler.logical.EngineOperators;
import io.eventflux.compiler.logical.EngineTypes;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** Row expressions to plan expressions. It counts the table tests of a query; one thread. */
final class ExpressionLowering {
  private static final Map<SqlOperator, PlanOperator> OPERATORS = operators();

  private final RexBuilder rex;
  private final List<PlanExpr.TableTest> tableTests = new ArrayList<>();

  ExpressionLowering(RexBuilder rex) {
    this.rex = rex;
  }

  private static Map<SqlOperator, PlanOperator> operators() {
    Map<SqlOperator, PlanOperator> operators = new HashMap<>();
    for (PlanOperator operator : PlanOperator.values()) {
      boolean isOwn =
          operator == PlanOperator.DIVIDE
              || operator == PlanOperator.REMAINDER
              || operator == PlanOperator.IS_DISTINCT
              || operator == PlanOperator.IS_NOT_DISTINCT
              || operator == PlanOperator.CONCAT
              || operator == PlanOperator.LIKE;
      if (!isOwn) {
        operators.put(EngineOperators.standard(operator), operator);
      }
    }
    operators.put(SqlStdOperatorTable.IS_DISTINCT_FROM, PlanOperator.IS_DISTINCT);
    operators.put(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, PlanOperator.IS_NOT_DISTINCT);
    operators.put(SqlStdOperatorTable.IS_UNKNOWN, PlanOperator.IS_NULL);
    operators.put(SqlStdOperatorTable.IS_NOT_UNKNOWN, PlanOperator.IS_NOT_NULL);
    return operators;
  }

  /** Says that expressions of another query follow. */
  void beginQuery() {
    tableTests.clear();
  }

  /** The expression over the columns of one input. */
  PlanExpr lower(RexNode expression) {
    return lower(expression, null);
  }

  /**
   * The expression with its columns given by the caller.
   *
   * @param columns the meaning of each column of the row that the expression looks at; null: the
   *     columns of input 0
   */
  PlanExpr lower(RexNode expression, @Nullable IntFunction<PlanExpr> columns) {
    return node(RexUtil.expandSearch(rex, null, expression), columns);
  }

  private PlanExpr node(RexNode expression, @Nullable IntFunction<PlanExpr> columns) {
    if (Expressions.isConstant(expression)) {
      return new PlanExpr.Constant(Expressions.value(expression), Expressions.type(expression));
    }
    if (expression instanceof RexInputRef column) {
      return columns == null
          ? new PlanExpr.Input(0, column.getIndex(), Expressions.type(column))
          : columns.apply(column.getIndex());
    }
    if (expression instanceof RexCall call) {
      return call(call, columns);
    }
    throw new AssertionError("an expression that the binder never makes: " + expression);
  }

  private PlanExpr call(RexCall call, @Nullable IntFunction<PlanExpr> columns) {
    Type type = EngineTypes.type(call.getType());
    if (call.getOperator().equals(EngineOperators.ROW_TIME)) {
      return new PlanExpr.RowTime(type);
    }
    if (call.getOperator().equals(EngineOperators.WATERMARK)) {
      return new PlanExpr.Watermark(type);
    }
    if (call.getOperator().equals(EngineOperators.NOW)) {
      return new PlanExpr.Now(type);
    }
    if (call.getOperator() instanceof EngineOperators.Local local) {
      return new PlanExpr.Local(local.number(), type);
    }
    List<PlanExpr> operands = new ArrayList<>();
    call.getOperands().forEach(operand -> operands.add(node(operand, columns)));
    if (call.getOperator() instanceof EngineOperators.Cast || call.isA(SqlKind.CAST)) {
      PlanExpr operand = operands.get(0);
      // Calcite marks a value as nullable with a cast; we have no such types.
      return operand.type().equals(type) ? operand : new PlanExpr.Cast(operand, type);
    }
    if (call.getOperator() instanceof EngineOperators.Function function) {
      return new PlanExpr.FunctionCall(function.binding(), operands, type);
    }
    if (call.getOperator() instanceof EngineOperators.TableTest test) {
      return tableTest(test, operands);
    }
    if (call.getOperator() instanceof EngineOperators.Let let) {
      return new PlanExpr.Let(let.number(), operands.get(0), operands.get(1));
    }
    if (call.isA(SqlKind.CASE)) {
      return conditional(operands, type);
    }
    if (call.isA(SqlKind.COALESCE)) {
      return coalesce(operands, type);
    }
    PlanOperator operator =
        call.getOperator() instanceof EngineOperators.Own own
            ? own.operator()
            : OPERATORS.get(call.getOperator());
    if (operator == null) {
      throw new AssertionError("no plan operator for " + call.getOperator());
    }
    return new PlanExpr.Operation(operator, operands, type);
  }

  private PlanExpr tableTest(EngineOperators.TableTest test, List<PlanExpr> arguments) {
    int width = arguments.size();
    RowSchema schema = test.table().schema();
    IntFunction<PlanExpr> columns =
        index ->
            index < width
                ? new PlanExpr.Input(0, index, arguments.get(index).type())
                : new PlanExpr.Input(1, index - width, schema.field(index - width).type());
    KeyProbe probe = KeyProbe.of(test.condition(), test.table().primaryKey(), width);
    PlanExpr.TableTest lowered =
        new PlanExpr.TableTest(
            tableTests.size(),
            test.table().name(),
            arguments,
            probe.keys().stream().map(key -> lower(key, columns)).toList(),
            Conjunctions.all(probe.rest().stream().map(each -> lower(each, columns)).toList()));
    tableTests.add(lowered);
    return lowered;
  }

  private static PlanExpr conditional(List<PlanExpr> operands, Type type) {
    List<PlanExpr> conditions = new ArrayList<>();
    List<PlanExpr> values = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      conditions.add(operands.get(i));
      values.add(operands.get(i + 1));
    }
    return new PlanExpr.Case(conditions, values, operands.get(operands.size() - 1), type);
  }

  private static PlanExpr coalesce(List<PlanExpr> operands, Type type) {
    List<PlanExpr> conditions = new ArrayList<>();
    List<PlanExpr> values = new ArrayList<>();
    for (PlanExpr operand : operands.subList(0, operands.size() - 1)) {
      conditions.add(new PlanExpr.Operation(PlanOperator.IS_NOT_NULL, List.of(operand), Type.BOOL));
      values.add(operand);
    }
    return new PlanExpr.Case(conditions, values, operands.get(operands.size() - 1), type);
  }
}
