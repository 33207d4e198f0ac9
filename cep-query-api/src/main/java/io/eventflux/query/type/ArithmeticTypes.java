package io.eventflux.query.type;

import java.util.Optional;

/**
 * The result types of arithmetic (language 2.3). Pure functions; an empty answer is a type
 * mismatch.
 *
 * <p>Decimal results never have more than 38 digits. Addition, subtraction, multiplication and
 * remainder then keep their scale and lose room before the point (an overflow is NULL); a quotient
 * keeps the digits before the point and gives up scale, down to six.
 */
public final class ArithmeticTypes {
  private static final int QUOTIENT_SCALE_MIN = 6;

  private ArithmeticTypes() {}

  /**
   * The type of {@code a + b}.
   *
   * @param a type of the left operand
   * @param b type of the right operand
   * @return the result type, empty if the operands do not go together; strings do not
   */
  public static Optional<Type> sum(Type a, Type b) {
    if (a.isNumeric() && b.isNumeric()) {
      return Optional.of(sumOfNumbers(a, b));
    }
    if (isInstant(a) && isLength(b)) {
      return instantAndLength(a, b);
    }
    if (isLength(a) && isInstant(b)) {
      return instantAndLength(b, a);
    }
    return isLength(a) && isLength(b) ? Optional.of(Type.INTERVAL) : Optional.empty();
  }

  /**
   * The type of {@code a - b}.
   *
   * @param a type of the left operand
   * @param b type of the right operand
   * @return the result type, empty if the operands do not go together
   */
  public static Optional<Type> difference(Type a, Type b) {
    if (a.isNumeric() && b.isNumeric()) {
      return Optional.of(sumOfNumbers(a, b));
    }
    boolean startsInTime = isInstant(a) || a.isInteger();
    if (startsInTime && isInstant(b)) {
      return Optional.of(Type.INTERVAL);
    }
    if (isInstant(a) && isLength(b)) {
      return instantAndLength(a, b);
    }
    return isLength(a) && isLength(b) ? Optional.of(Type.INTERVAL) : Optional.empty();
  }

  /**
   * The type of {@code a * b}.
   *
   * @param a type of the left operand
   * @param b type of the right operand
   * @return the result type, empty if the operands do not go together
   */
  public static Optional<Type> product(Type a, Type b) {
    if (a.isNumeric() && b.isNumeric()) {
      if (Conversions.commonNumber(a, b) instanceof Type.Decimal) {
        Type.Decimal x = Conversions.asDecimal(a);
        Type.Decimal y = Conversions.asDecimal(b);
        return Optional.of(decimal(x.precision() + y.precision(), x.scale() + y.scale()));
      }
      return Optional.of(Conversions.commonNumber(a, b));
    }
    boolean isScaled =
        (a == Type.INTERVAL && b.isInteger()) || (a.isInteger() && b == Type.INTERVAL);
    return isScaled ? Optional.of(Type.INTERVAL) : Optional.empty();
  }

  /**
   * The type of {@code a / b}.
   *
   * @param a type of the dividend
   * @param b type of the divisor
   * @return the result type, empty if an operand is no number
   */
  public static Optional<Type> quotient(Type a, Type b) {
    if (!a.isNumeric() || !b.isNumeric()) {
      return Optional.empty();
    }
    if (Conversions.commonNumber(a, b) instanceof Type.Decimal) {
      Type.Decimal x = Conversions.asDecimal(a);
      Type.Decimal y = Conversions.asDecimal(b);
      int scale = Math.max(QUOTIENT_SCALE_MIN, x.scale() + y.precision() + 1);
      int whole = x.precision() - x.scale() + y.scale();
      int room = Math.max(QUOTIENT_SCALE_MIN, Type.Decimal.PRECISION_MAX - whole);
      return Optional.of(decimal(whole + scale, Math.min(scale, room)));
    }
    return Optional.of(Conversions.commonNumber(a, b));
  }

  /**
   * The type of {@code a % b}.
   *
   * @param a type of the dividend
   * @param b type of the divisor
   * @return the result type, empty if an operand is no number
   */
  public static Optional<Type> remainder(Type a, Type b) {
    return a.isNumeric() && b.isNumeric()
        ? Optional.of(Conversions.commonNumber(a, b))
        : Optional.empty();
  }

  /**
   * The type of {@code a || b}: STRING, whatever scalar values the operands are.
   *
   * @param a type of the left operand
   * @param b type of the right operand
   * @return STRING, empty if an operand is binary, composite or of unknown content
   */
  public static Optional<Type> concatenation(Type a, Type b) {
    return hasText(a) && hasText(b) ? Optional.of(Type.STRING) : Optional.empty();
  }

  private static boolean hasText(Type type) {
    return type.isNumeric()
        || (type instanceof Type.Scalar && type != Type.OBJECT && type != Type.BINARY);
  }

  private static Type sumOfNumbers(Type a, Type b) {
    Type common = Conversions.commonNumber(a, b);
    return common instanceof Type.Decimal decimal
        ? decimal(decimal.precision() + 1, decimal.scale())
        : common;
  }

  private static Type decimal(int precision, int scale) {
    int digits = Math.min(precision, Type.Decimal.PRECISION_MAX);
    return new Type.Decimal(digits, Math.min(scale, digits));
  }

  private static boolean isInstant(Type type) {
    return type == Type.TIMESTAMP || type == Type.DATE;
  }

  private static boolean isLength(Type type) {
    return type == Type.INTERVAL || type.isInteger();
  }

  /**
   * A day moves by a length of time only when that is meant: by an INTERVAL, not by a bare number.
   */
  private static Optional<Type> instantAndLength(Type instant, Type length) {
    return instant == Type.DATE && length != Type.INTERVAL
        ? Optional.empty()
        : Optional.of(Type.TIMESTAMP);
  }
}
