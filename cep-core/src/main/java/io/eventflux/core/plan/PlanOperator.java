package io.eventflux.core.plan;

/**
 * The operators of plan expressions. Operands have equal types unless said otherwise; only the
 * DECIMALs of a comparison may differ in precision and scale.
 */
public enum PlanOperator {
  /** {@code a + b}. Integers wrap. */
  ADD("+"),
  /** {@code a - b}. */
  SUBTRACT("-"),
  /** {@code a * b}. */
  MULTIPLY("*"),
  /** {@code a / b}; NULL for zero, integers truncate. */
  DIVIDE("/"),
  /** {@code a % b}; sign of the dividend, NULL for zero. */
  REMAINDER("%"),
  /** {@code -a}. */
  NEGATE("-"),
  /** {@code a = b}; UNKNOWN with a NULL operand; NaN equals NaN. */
  EQUAL("="),
  /** {@code a <> b}. */
  NOT_EQUAL("<>"),
  /** {@code a < b}; NaN is greater than any number; strings by code point. */
  LESS("<"),
  /** {@code a <= b}. */
  LESS_OR_EQUAL("<="),
  /** {@code a > b}. */
  GREATER(">"),
  /** {@code a >= b}. */
  GREATER_OR_EQUAL(">="),
  /** {@code a IS DISTINCT FROM b}: never UNKNOWN. */
  IS_DISTINCT("IS DISTINCT FROM"),
  /** {@code a IS NOT DISTINCT FROM b}: never UNKNOWN. */
  IS_NOT_DISTINCT("IS NOT DISTINCT FROM"),
  /** Three-valued AND of two or more operands, left to right, lazy. */
  AND("AND"),
  /** Three-valued OR of two or more operands, left to right, lazy. */
  OR("OR"),
  /** Three-valued NOT. */
  NOT("NOT"),
  /** {@code a IS NULL}, any type. */
  IS_NULL("IS NULL"),
  /** {@code a IS NOT NULL}, any type. */
  IS_NOT_NULL("IS NOT NULL"),
  /** {@code a IS TRUE}. */
  IS_TRUE("IS TRUE"),
  /** {@code a IS NOT TRUE}. */
  IS_NOT_TRUE("IS NOT TRUE"),
  /** {@code a IS FALSE}. */
  IS_FALSE("IS FALSE"),
  /** {@code a IS NOT FALSE}. */
  IS_NOT_FALSE("IS NOT FALSE"),
  /** {@code a || b}, two strings. */
  CONCAT("||"),
  /** {@code a LIKE pattern}, or with a third operand the escape character; strings. */
  LIKE("LIKE");

  private final String symbol;

  PlanOperator(String symbol) {
    this.symbol = symbol;
  }

  /** How the operator is written in printed plans. */
  public String symbol() {
    return symbol;
  }
}
