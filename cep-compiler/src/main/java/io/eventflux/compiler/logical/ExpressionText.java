package io.eventflux.compiler.logical;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.jspecify.annotations.Nullable;

/** Expressions as a user would write them, with the names of the text. */
final class ExpressionText {
  private final RexBuilder rex;

  ExpressionText(RexBuilder rex) {
    this.rex = rex;
  }

  /** The text of an expression over a row with the given column names. */
  String of(RexNode expression, IntFunction<String> names) {
    return text(RexUtil.expandSearch(rex, null, expression), names);
  }

  /** The text of several, with a blank after each comma. */
  String list(List<RexNode> expressions, IntFunction<String> names) {
    return expressions.stream()
        .map(expression -> of(expression, names))
        .collect(Collectors.joining(", "));
  }

  private String text(RexNode expression, IntFunction<String> names) {
    if (Expressions.isConstant(expression)) {
      return constant(Expressions.value(expression), Expressions.type(expression));
    }
    if (expression instanceof RexInputRef column) {
      return names.apply(column.getIndex());
    }
    if (!(expression instanceof RexCall call)) {
      return expression.toString();
    }
    List<RexNode> operands = call.getOperands();
    if (call.getOperator() instanceof EngineOperators.Cast cast) {
      return "CAST(" + text(operands.get(0), names) + " AS " + cast.target().sqlName() + ")";
    }
    if (call.isA(SqlKind.CAST)) {
      return text(operands.get(0), names);
    }
    if (call.isA(SqlKind.CASE)) {
      return conditional(operands, names);
    }
    if (call.getOperator() instanceof EngineOperators.Let let) {
      String value = text(operands.get(0), names);
      return let.getName() + " = " + value + " IN " + text(operands.get(1), names);
    }
    if (call.getOperator() instanceof EngineOperators.Local local) {
      return local.getName();
    }
    String symbol = call.getOperator().getName();
    boolean isOwn = call.getOperator() instanceof EngineOperators.Own;
    boolean isInfix = isOwn || call.getOperator().getSyntax() == SqlSyntax.BINARY;
    if (operands.size() == 3 && symbol.equals(PlanOperator.LIKE.symbol())) {
      return text(operands.get(0), names)
          + " LIKE "
          + text(operands.get(1), names)
          + " ESCAPE "
          + text(operands.get(2), names);
    }
    if (isInfix && operands.size() > 1) {
      return operands.stream()
          .map(operand -> operand(operand, names))
          .collect(Collectors.joining(" " + symbol + " "));
    }
    return switch (call.getOperator().getSyntax()) {
      case PREFIX ->
          symbol
              + (Character.isLetter(symbol.charAt(0)) ? " " : "")
              + operand(operands.get(0), names);
      case POSTFIX -> operand(operands.get(0), names) + " " + symbol;
      default ->
          operands.stream()
              .map(operand -> text(operand, names))
              .collect(Collectors.joining(", ", symbol + "(", ")"));
    };
  }

  private String operand(RexNode operand, IntFunction<String> names) {
    boolean isSimple =
        Expressions.isConstant(operand)
            || !(operand instanceof RexCall call)
            || call.getOperator() instanceof EngineOperators.Cast
            || call.getOperator() instanceof EngineOperators.Function
            || call.getOperands().isEmpty();
    String text = text(operand, names);
    return isSimple ? text : "(" + text + ")";
  }

  private String conditional(List<RexNode> operands, IntFunction<String> names) {
    StringBuilder out = new StringBuilder("CASE");
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      out.append(" WHEN ").append(text(operands.get(i), names));
      out.append(" THEN ").append(text(operands.get(i + 1), names));
    }
    out.append(" ELSE ").append(text(operands.get(operands.size() - 1), names));
    return out.append(" END").toString();
  }

  private static String constant(@Nullable Object value, Type type) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String text) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (value instanceof ByteString bytes) {
      return "X'" + bytes.toHex() + "'";
    }
    boolean isTime =
        type == Type.TIMESTAMP || type == Type.DATE || type == Type.TIME || type == Type.INTERVAL;
    return isTime ? type.sqlName() + " " + value : value.toString();
  }
}
