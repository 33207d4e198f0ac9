package io.eventflux.compiler.logical;

import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Computes operators over constants at compile time, with the meaning that kernels give them:
 * integers wrap, a division by zero is NULL, a decimal that does not fit is NULL. What it does not
 * know it leaves alone, so that the result at run time decides. One thread.
 */
public final class ConstantFolder extends RexShuttle {
  private final Expressions expressions;

  /** A folder for the expressions of one compilation. */
  public ConstantFolder(Expressions expressions) {
    this.expressions = expressions;
  }

  @Override
  public RexNode visitCall(RexCall original) {
    if (Expressions.isConstant(original)) {
      return original;
    }
    RexNode visited = original;
    List<RexNode> operands = apply(original.getOperands());
    if (operands != original.getOperands()) {
      visited = expressions.rebuild(original, operands);
    }
    if (!(visited instanceof RexCall call)
        || call.getOperands().isEmpty()
        || !call.getOperands().stream().allMatch(Expressions::isConstant)) {
      return visited;
    }
    Type type = Expressions.type(call);
    if (call.getOperator() instanceof EngineOperators.Cast) {
      return foldCast(call, type);
    }
    PlanOperator operator = operator(call);
    if (operator == null) {
      return visited;
    }
    Object left = Expressions.value(call.getOperands().get(0));
    if (operator == PlanOperator.NEGATE) {
      return left == null ? expressions.constant(null, type) : foldNegation(call, left, type);
    }
    Object right = Expressions.value(call.getOperands().get(1));
    if (left == null || right == null) {
      return expressions.constant(null, type);
    }
    return fold(call, operator, left, right, type);
  }

  private static @Nullable PlanOperator operator(RexCall call) {
    if (call.getOperator() instanceof EngineOperators.Own own) {
      return own.operator() == PlanOperator.LIKE ? null : own.operator();
    }
    if (call.isA(SqlKind.MINUS_PREFIX)) {
      return PlanOperator.NEGATE;
    }
    for (PlanOperator operator :
        List.of(PlanOperator.ADD, PlanOperator.SUBTRACT, PlanOperator.MULTIPLY)) {
      if (call.getOperator().equals(EngineOperators.standard(operator))) {
        return operator;
      }
    }
    return null;
  }

  private RexNode foldNegation(RexCall call, Object value, Type type) {
    if (value instanceof Integer i) {
      return expressions.constant(-i, type);
    }
    if (value instanceof Long l) {
      return expressions.constant(-l, type);
    }
    if (value instanceof Double d && d != 0) {
      return expressions.constant(-d, type);
    }
    if (value instanceof Float f && f != 0) {
      return expressions.constant(-f, type);
    }
    return value instanceof BigDecimal decimal
        ? expressions.constant(decimal.negate(), type)
        : call;
  }

  private RexNode fold(RexCall call, PlanOperator operator, Object left, Object right, Type type) {
    if (left instanceof Integer a && right instanceof Integer b) {
      return folded(call, foldInt(operator, a, b), operator, b == 0, type);
    }
    if (left instanceof Long a && right instanceof Long b) {
      return folded(call, foldLong(operator, a, b), operator, b == 0, type);
    }
    if (left instanceof Float a && right instanceof Float b) {
      return folded(call, foldFloat(operator, a, b), operator, b == 0, type);
    }
    if (left instanceof Double a && right instanceof Double b) {
      return folded(call, foldDouble(operator, a, b), operator, b == 0, type);
    }
    if (left instanceof BigDecimal a
        && right instanceof BigDecimal b
        && type instanceof Type.Decimal d) {
      return foldDecimal(call, operator, a, b, d);
    }
    if (left instanceof String a && right instanceof String b && operator == PlanOperator.CONCAT) {
      return expressions.constant(a + b, type);
    }
    return call;
  }

  private RexNode folded(
      RexCall call, @Nullable Object value, PlanOperator operator, boolean zero, Type type) {
    boolean divides = operator == PlanOperator.DIVIDE || operator == PlanOperator.REMAINDER;
    if (divides && zero) {
      return expressions.constant(null, type);
    }
    boolean isFinite = !(value instanceof Double d) || Double.isFinite(d);
    boolean isFiniteFloat = !(value instanceof Float f) || Float.isFinite(f);
    return value == null || !isFinite || !isFiniteFloat ? call : expressions.constant(value, type);
  }

  private static @Nullable Object foldInt(PlanOperator operator, int a, int b) {
    if (operator == PlanOperator.ADD) {
      return a + b;
    }
    if (operator == PlanOperator.SUBTRACT) {
      return a - b;
    }
    if (operator == PlanOperator.MULTIPLY) {
      return a * b;
    }
    if (operator == PlanOperator.DIVIDE) {
      return b == 0 ? null : (Object) (a / b);
    }
    return operator == PlanOperator.REMAINDER && b != 0 ? (Object) (a % b) : null;
  }

  private static @Nullable Object foldLong(PlanOperator operator, long a, long b) {
    if (operator == PlanOperator.ADD) {
      return a + b;
    }
    if (operator == PlanOperator.SUBTRACT) {
      return a - b;
    }
    if (operator == PlanOperator.MULTIPLY) {
      return a * b;
    }
    if (operator == PlanOperator.DIVIDE) {
      return b == 0 ? null : (Object) (a / b);
    }
    return operator == PlanOperator.REMAINDER && b != 0 ? (Object) (a % b) : null;
  }

  private static @Nullable Object foldFloat(PlanOperator operator, float a, float b) {
    if (operator == PlanOperator.ADD) {
      return a + b;
    }
    if (operator == PlanOperator.SUBTRACT) {
      return a - b;
    }
    if (operator == PlanOperator.MULTIPLY) {
      return a * b;
    }
    if (operator == PlanOperator.DIVIDE) {
      return a / b;
    }
    return operator == PlanOperator.REMAINDER ? (Object) (a % b) : null;
  }

  private static @Nullable Object foldDouble(PlanOperator operator, double a, double b) {
    if (operator == PlanOperator.ADD) {
      return a + b;
    }
    if (operator == PlanOperator.SUBTRACT) {
      return a - b;
    }
    if (operator == PlanOperator.MULTIPLY) {
      return a * b;
    }
    if (operator == PlanOperator.DIVIDE) {
      return a / b;
    }
    return operator == PlanOperator.REMAINDER ? (Object) (a % b) : null;
  }

  private RexNode foldDecimal(
      RexCall call, PlanOperator operator, BigDecimal a, BigDecimal b, Type.Decimal type) {
    BigDecimal exact;
    if (operator == PlanOperator.ADD) {
      exact = a.add(b);
    } else if (operator == PlanOperator.SUBTRACT) {
      exact = a.subtract(b);
    } else if (operator == PlanOperator.MULTIPLY) {
      exact = a.multiply(b);
    } else if (operator == PlanOperator.DIVIDE || operator == PlanOperator.REMAINDER) {
      if (b.signum() == 0) {
        return expressions.constant(null, type);
      }
      exact =
          operator == PlanOperator.DIVIDE
              ? a.divide(b, type.scale(), RoundingMode.HALF_UP)
              : a.remainder(b);
    } else {
      return call;
    }
    BigDecimal rounded = exact.setScale(type.scale(), RoundingMode.HALF_UP);
    return expressions.constant(rounded.precision() > type.precision() ? null : rounded, type);
  }

  /** Conversions between numbers; texts are left to the kernels. */
  private RexNode foldCast(RexCall call, Type type) {
    RexNode operand = call.getOperands().get(0);
    Object value = Expressions.value(operand);
    if (value == null) {
      return expressions.constant(null, type);
    }
    if (!(value instanceof Number number) || Expressions.type(operand) == Type.TIMESTAMP) {
      return call;
    }
    if (type instanceof Type.Decimal decimal) {
      BigDecimal exact =
          value instanceof BigDecimal given
              ? given
              : value instanceof Integer || value instanceof Long
                  ? BigDecimal.valueOf(number.longValue())
                  : null;
      if (exact == null) {
        return call;
      }
      BigDecimal rounded = exact.setScale(decimal.scale(), RoundingMode.HALF_UP);
      return expressions.constant(rounded.precision() > decimal.precision() ? null : rounded, type);
    }
    if (type == Type.DOUBLE) {
      return expressions.constant(number.doubleValue(), type);
    }
    boolean isWhole = value instanceof Integer || value instanceof Long;
    if (type == Type.FLOAT && isWhole) {
      return expressions.constant((float) number.longValue(), type);
    }
    if (type == Type.FLOAT && value instanceof Double && Float.isFinite(number.floatValue())) {
      return expressions.constant(number.floatValue(), type);
    }
    if (type == Type.LONG && isWhole) {
      return expressions.constant(number.longValue(), type);
    }
    if (type == Type.INT && isWhole) {
      long wide = number.longValue();
      return expressions.constant(wide == (int) wide ? (Object) (int) wide : null, type);
    }
    return call;
  }
}
