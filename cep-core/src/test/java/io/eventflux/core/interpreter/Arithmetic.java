package io.eventflux.core.interpreter;

import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Language 2.3 on non-NULL operands. Null is SQL NULL. */
final class Arithmetic {
  private static final BigInteger TWO_TO_32 = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private Arithmetic() {}

  /** {@code a operator b}, in type {@code type}. */
  static @Nullable Object compute(PlanOperator operator, Object a, Object b, Type type) {
    if (type instanceof Type.Decimal decimal) {
      return decimals(operator, (BigDecimal) a, (BigDecimal) b, decimal);
    }
    return switch (PhysicalType.of(type)) {
      case INT -> {
        BigInteger exact = integers(operator, (Integer) a, (Integer) b);
        yield exact == null ? null : (Object) wrap(exact, TWO_TO_32).intValueExact();
      }
      case LONG -> {
        // INTERVAL * INT has operands of two types.
        BigInteger exact = integers(operator, ((Number) a).longValue(), ((Number) b).longValue());
        yield exact == null ? null : (Object) wrap(exact, TWO_TO_64).longValueExact();
      }
      case FLOAT -> floats(operator, (Float) a, (Float) b);
      case DOUBLE -> doubles(operator, (Double) a, (Double) b);
      case BOOLEAN, OBJECT -> throw new AssertionError("no arithmetic in " + type);
    };
  }

  /** {@code -a}, in type {@code type}. */
  static @Nullable Object negate(Object a, Type type) {
    if (a instanceof Integer value) {
      return -value;
    }
    if (a instanceof Long value) {
      return -value;
    }
    if (a instanceof Float value) {
      return -value;
    }
    if (a instanceof Double value) {
      return -value;
    }
    return fit(((BigDecimal) a).negate(), (Type.Decimal) type);
  }

  /** The exact result; null for a zero divisor. */
  private static @Nullable BigInteger integers(PlanOperator operator, long first, long second) {
    BigInteger a = BigInteger.valueOf(first);
    BigInteger b = BigInteger.valueOf(second);
    if (operator == PlanOperator.ADD) {
      return a.add(b);
    }
    if (operator == PlanOperator.SUBTRACT) {
      return a.subtract(b);
    }
    if (operator == PlanOperator.MULTIPLY) {
      return a.multiply(b);
    }
    if (operator == PlanOperator.DIVIDE) {
      return second == 0 ? null : a.divide(b);
    }
    assert operator == PlanOperator.REMAINDER : operator + " is no arithmetic";
    return second == 0 ? null : a.remainder(b);
  }

  /** The number congruent to {@code exact} in the signed range of {@code modulus} values. */
  private static BigInteger wrap(BigInteger exact, BigInteger modulus) {
    BigInteger half = modulus.shiftRight(1);
    return exact.add(half).mod(modulus).subtract(half);
  }

  private static @Nullable Object floats(PlanOperator operator, float a, float b) {
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
    assert operator == PlanOperator.REMAINDER : operator + " is no arithmetic";
    return b == 0 ? null : (Object) (a % b);
  }

  private static @Nullable Object doubles(PlanOperator operator, double a, double b) {
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
    assert operator == PlanOperator.REMAINDER : operator + " is no arithmetic";
    return b == 0 ? null : (Object) (a % b);
  }

  private static @Nullable BigDecimal decimals(
      PlanOperator operator, BigDecimal a, BigDecimal b, Type.Decimal type) {
    if (operator == PlanOperator.ADD) {
      return fit(a.add(b), type);
    }
    if (operator == PlanOperator.SUBTRACT) {
      return fit(a.subtract(b), type);
    }
    if (operator == PlanOperator.MULTIPLY) {
      return fit(a.multiply(b), type);
    }
    if (operator == PlanOperator.DIVIDE) {
      return b.signum() == 0 ? null : fit(a.divide(b, type.scale(), RoundingMode.HALF_UP), type);
    }
    assert operator == PlanOperator.REMAINDER : operator + " is no arithmetic";
    return b.signum() == 0 ? null : fit(a.remainder(b), type);
  }

  /** {@code exact} rounded to the scale of {@code type}; null if its digits do not fit. */
  static @Nullable BigDecimal fit(BigDecimal exact, Type.Decimal type) {
    // Far from the range of the type rounding would make billions of digits: 1e999999999.
    long exponent = (long) exact.precision() - exact.scale();
    if (exact.signum() == 0 || exponent < -type.scale()) {
      return BigDecimal.ZERO.setScale(type.scale());
    }
    if (exponent > type.precision() - type.scale()) {
      return null;
    }
    BigDecimal rounded = exact.setScale(type.scale(), RoundingMode.HALF_UP);
    return rounded.precision() > type.precision() ? null : rounded;
  }
}
