package io.eventflux.core.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of language 2.3 to 2.7 as tables. Whoever makes kernels inherits this class: every line
 * is evaluated with constants as operands, and again with the operands in columns.
 */
public abstract class KernelSemantics {
  private static final Type.Decimal MONEY = new Type.Decimal(10, 2);
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** The kernels under test. */
  protected abstract KernelFactory kernels();

  /** One line of a table: an expression and its value; null is SQL NULL. */
  private record Line(PlanExpr expression, @Nullable Object expected) {}

  // --- 2.3 arithmetic

  @TestFactory
  Stream<DynamicTest> shouldComputeIntegers() {
    return check(
        arithmetic(PlanOperator.ADD, Type.INT, 2, 3, 5),
        arithmetic(PlanOperator.ADD, Type.INT, Integer.MAX_VALUE, 1, Integer.MIN_VALUE),
        arithmetic(PlanOperator.SUBTRACT, Type.INT, Integer.MIN_VALUE, 1, Integer.MAX_VALUE),
        arithmetic(PlanOperator.MULTIPLY, Type.INT, 65_536, 65_537, 65_536),
        arithmetic(PlanOperator.DIVIDE, Type.INT, 7, 2, 3),
        arithmetic(PlanOperator.DIVIDE, Type.INT, -7, 2, -3),
        arithmetic(PlanOperator.DIVIDE, Type.INT, Integer.MIN_VALUE, -1, Integer.MIN_VALUE),
        arithmetic(PlanOperator.DIVIDE, Type.INT, 7, 0, null),
        arithmetic(PlanOperator.REMAINDER, Type.INT, -7, 3, -1),
        arithmetic(PlanOperator.REMAINDER, Type.INT, 7, -3, 1),
        arithmetic(PlanOperator.REMAINDER, Type.INT, Integer.MIN_VALUE, -1, 0),
        arithmetic(PlanOperator.REMAINDER, Type.INT, 7, 0, null),
        arithmetic(PlanOperator.ADD, Type.LONG, Long.MAX_VALUE, 1L, Long.MIN_VALUE),
        arithmetic(PlanOperator.SUBTRACT, Type.LONG, 5L, 7L, -2L),
        arithmetic(PlanOperator.MULTIPLY, Type.LONG, 1L << 62, 6L, Long.MIN_VALUE),
        arithmetic(PlanOperator.DIVIDE, Type.LONG, -7L, 2L, -3L),
        arithmetic(PlanOperator.DIVIDE, Type.LONG, Long.MIN_VALUE, -1L, Long.MIN_VALUE),
        arithmetic(PlanOperator.DIVIDE, Type.LONG, 1L, 0L, null),
        arithmetic(PlanOperator.REMAINDER, Type.LONG, -7L, 3L, -1L),
        arithmetic(PlanOperator.REMAINDER, Type.LONG, Long.MIN_VALUE, -1L, 0L),
        arithmetic(PlanOperator.REMAINDER, Type.LONG, 7L, 0L, null),
        unary(PlanOperator.NEGATE, Type.INT, Integer.MIN_VALUE, Integer.MIN_VALUE),
        unary(PlanOperator.NEGATE, Type.LONG, 7L, -7L));
  }

  @TestFactory
  Stream<DynamicTest> shouldComputeFloatingPointNumbers() {
    return check(
        arithmetic(PlanOperator.ADD, Type.DOUBLE, 0.1, 0.2, 0.1 + 0.2),
        arithmetic(PlanOperator.MULTIPLY, Type.DOUBLE, 1e300, 1e300, INFINITY),
        arithmetic(PlanOperator.DIVIDE, Type.DOUBLE, 1.0, 3.0, 1.0 / 3.0),
        arithmetic(PlanOperator.DIVIDE, Type.DOUBLE, 1.0, 0.0, null),
        arithmetic(PlanOperator.DIVIDE, Type.DOUBLE, 1.0, -0.0, null),
        arithmetic(PlanOperator.DIVIDE, Type.DOUBLE, 0.0, 0.0, null),
        arithmetic(PlanOperator.DIVIDE, Type.DOUBLE, 1.0, NAN, NAN),
        arithmetic(PlanOperator.SUBTRACT, Type.DOUBLE, INFINITY, INFINITY, NAN),
        arithmetic(PlanOperator.REMAINDER, Type.DOUBLE, -7.5, 2.0, -1.5),
        arithmetic(PlanOperator.REMAINDER, Type.DOUBLE, 7.5, 0.0, null),
        arithmetic(PlanOperator.ADD, Type.FLOAT, 0.1f, 0.2f, 0.1f + 0.2f),
        arithmetic(PlanOperator.SUBTRACT, Type.FLOAT, 1f, 0.9f, 1f - 0.9f),
        arithmetic(PlanOperator.MULTIPLY, Type.FLOAT, 1e30f, 1e30f, Float.POSITIVE_INFINITY),
        arithmetic(PlanOperator.DIVIDE, Type.FLOAT, 1f, 3f, 1f / 3f),
        arithmetic(PlanOperator.DIVIDE, Type.FLOAT, 1f, 0f, null),
        arithmetic(PlanOperator.REMAINDER, Type.FLOAT, -7.5f, 2f, -1.5f),
        arithmetic(PlanOperator.REMAINDER, Type.FLOAT, 7.5f, -0f, null),
        unary(PlanOperator.NEGATE, Type.DOUBLE, 0.0, -0.0),
        unary(PlanOperator.NEGATE, Type.FLOAT, -1.5f, 1.5f));
  }

  @TestFactory
  Stream<DynamicTest> shouldComputeDecimals() {
    Type.Decimal sum = new Type.Decimal(11, 2);
    Type.Decimal product = new Type.Decimal(20, 4);
    Type.Decimal quotient = new Type.Decimal(23, 13);
    Type.Decimal full = new Type.Decimal(38, 2);
    BigDecimal most = new BigDecimal("9".repeat(36) + ".99");
    BigDecimal cent = new BigDecimal("0.01");
    return check(
        decimals(PlanOperator.ADD, "1.10", "2.25", sum, "3.35"),
        decimals(PlanOperator.SUBTRACT, "1.10", "2.25", sum, "-1.15"),
        decimals(PlanOperator.MULTIPLY, "1.10", "-2.25", product, "-2.4750"),
        decimals(PlanOperator.DIVIDE, "1.00", "3.00", quotient, "0.3333333333333"),
        decimals(PlanOperator.DIVIDE, "2.00", "3.00", quotient, "0.6666666666667"),
        decimals(PlanOperator.DIVIDE, "-2.00", "3.00", quotient, "-0.6666666666667"),
        decimals(PlanOperator.DIVIDE, "1.00", "0.00", quotient, null),
        decimals(PlanOperator.REMAINDER, "-7.50", "2.00", MONEY, "-1.50"),
        decimals(PlanOperator.REMAINDER, "7.50", "0.00", MONEY, null),
        new Line(binary(PlanOperator.ADD, full, constant(most, full), constant(cent, full)), null),
        new Line(
            binary(PlanOperator.SUBTRACT, full, constant(most, full), constant(cent, full)),
            new BigDecimal("9".repeat(36) + ".98")),
        new Line(
            new PlanExpr.Operation(PlanOperator.NEGATE, List.of(constant(cent, MONEY)), MONEY),
            new BigDecimal("-0.01")));
  }

  @TestFactory
  Stream<DynamicTest> shouldComputeTimes() {
    return check(
        new Line(
            binary(
                PlanOperator.ADD,
                Type.TIMESTAMP,
                constant(1_000L, Type.TIMESTAMP),
                constant(250L, Type.INTERVAL)),
            1_250L),
        new Line(
            binary(
                PlanOperator.SUBTRACT,
                Type.INTERVAL,
                constant(1_000L, Type.TIMESTAMP),
                constant(1_250L, Type.TIMESTAMP)),
            -250L),
        new Line(
            binary(
                PlanOperator.MULTIPLY,
                Type.INTERVAL,
                constant(250L, Type.INTERVAL),
                constant(4L, Type.LONG)),
            1_000L));
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveNullForNullOperands() {
    List<Line> lines = new ArrayList<>();
    for (PlanOperator operator :
        List.of(
            PlanOperator.ADD,
            PlanOperator.SUBTRACT,
            PlanOperator.MULTIPLY,
            PlanOperator.DIVIDE,
            PlanOperator.REMAINDER)) {
      lines.add(arithmetic(operator, Type.INT, 1, null, null));
      lines.add(arithmetic(operator, Type.LONG, null, 1L, null));
      lines.add(arithmetic(operator, Type.FLOAT, null, null, null));
      lines.add(arithmetic(operator, Type.DOUBLE, null, 0.0, null));
      lines.add(arithmetic(operator, MONEY, new BigDecimal("1.00"), null, null));
    }
    lines.add(unary(PlanOperator.NEGATE, Type.DOUBLE, null, null));
    return check(lines);
  }

  @TestFactory
  Stream<DynamicTest> shouldConcatenateStrings() {
    return check(
        new Line(binary(PlanOperator.CONCAT, Type.STRING, string("ab"), string("c")), "abc"),
        new Line(binary(PlanOperator.CONCAT, Type.STRING, string(""), string("")), ""),
        new Line(binary(PlanOperator.CONCAT, Type.STRING, string(null), string("c")), null),
        new Line(binary(PlanOperator.CONCAT, Type.STRING, string("c"), string(null)), null));
  }

  // --- 2.4 comparison

  @TestFactory
  Stream<DynamicTest> shouldCompare() {
    List<Line> lines = new ArrayList<>();
    ordered(lines, Type.INT, -1, 2);
    ordered(lines, Type.LONG, Long.MIN_VALUE, Long.MAX_VALUE);
    ordered(lines, Type.FLOAT, -1f, 0.1f);
    ordered(lines, Type.FLOAT, Float.POSITIVE_INFINITY, Float.NaN);
    ordered(lines, Type.DOUBLE, 0.1, 0.2);
    ordered(lines, Type.DOUBLE, INFINITY, NAN);
    ordered(lines, Type.DOUBLE, -INFINITY, 0.0);
    ordered(lines, MONEY, new BigDecimal("1.10"), new BigDecimal("1.20"));
    ordered(lines, Type.STRING, "a", "b");
    ordered(lines, Type.STRING, "B", "a");
    ordered(lines, Type.STRING, "", "a");
    ordered(lines, Type.STRING, "ab", "abc");
    // By code point: U+FF61 comes before U+1F600, though its UTF-16 unit is greater.
    ordered(lines, Type.STRING, "\uFF61", "\uD83D\uDE00");
    ordered(lines, Type.TIMESTAMP, 5L, 6L);
    same(lines, Type.INT, 3, 3);
    same(lines, Type.LONG, -3L, -3L);
    same(lines, Type.FLOAT, -0f, 0f);
    same(lines, Type.FLOAT, Float.NaN, Float.NaN);
    same(lines, Type.DOUBLE, -0.0, 0.0);
    same(lines, Type.DOUBLE, NAN, NAN);
    same(lines, MONEY, new BigDecimal("1.10"), new BigDecimal("1.10"));
    same(lines, new Type.Decimal(10, 3), new BigDecimal("1.1"), new BigDecimal("1.100"));
    same(lines, Type.STRING, "ab", "AB".toLowerCase(Locale.ROOT));
    return check(lines);
  }

  @TestFactory
  Stream<DynamicTest> shouldTestBooleansForEquality() {
    return check(
        compare(PlanOperator.EQUAL, Type.BOOL, true, true, true),
        compare(PlanOperator.EQUAL, Type.BOOL, true, false, false),
        compare(PlanOperator.NOT_EQUAL, Type.BOOL, true, false, true),
        compare(PlanOperator.NOT_EQUAL, Type.BOOL, false, false, false));
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveUnknownForComparisonsWithNull() {
    List<Line> lines = new ArrayList<>();
    for (PlanOperator operator :
        List.of(
            PlanOperator.EQUAL,
            PlanOperator.NOT_EQUAL,
            PlanOperator.LESS,
            PlanOperator.LESS_OR_EQUAL,
            PlanOperator.GREATER,
            PlanOperator.GREATER_OR_EQUAL)) {
      lines.add(compare(operator, Type.INT, null, 1, null));
      lines.add(compare(operator, Type.LONG, 1L, null, null));
      lines.add(compare(operator, Type.DOUBLE, null, null, null));
      lines.add(compare(operator, Type.STRING, "a", null, null));
      lines.add(compare(operator, MONEY, null, new BigDecimal("1.00"), null));
    }
    lines.add(compare(PlanOperator.EQUAL, Type.BOOL, null, true, null));
    return check(lines);
  }

  @TestFactory
  Stream<DynamicTest> shouldTellDistinctValuesWithoutUnknown() {
    List<Line> lines = new ArrayList<>();
    distinct(lines, Type.INT, 1, 2, true);
    distinct(lines, Type.INT, 1, 1, false);
    distinct(lines, Type.INT, null, 1, true);
    distinct(lines, Type.INT, 1, null, true);
    distinct(lines, Type.INT, null, null, false);
    distinct(lines, Type.DOUBLE, NAN, NAN, false);
    distinct(lines, Type.DOUBLE, 0.0, -0.0, false);
    distinct(lines, Type.STRING, "a", null, true);
    distinct(lines, Type.STRING, null, null, false);
    distinct(lines, Type.STRING, "a", "a", false);
    distinct(lines, Type.BOOL, null, false, true);
    distinct(lines, MONEY, new BigDecimal("1.0"), new BigDecimal("1.00"), false);
    return check(lines);
  }

  // --- 2.5 three-valued logic

  @TestFactory
  Stream<DynamicTest> shouldFollowThreeValuedLogic() {
    @Nullable Boolean[] values = {true, false, null};
    List<Line> lines = new ArrayList<>();
    for (Boolean a : values) {
      for (Boolean b : values) {
        Boolean and =
            (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b))
                ? Boolean.FALSE
                : (a == null || b == null) ? null : Boolean.TRUE;
        Boolean or =
            (Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b))
                ? Boolean.TRUE
                : (a == null || b == null) ? null : Boolean.FALSE;
        lines.add(compare(PlanOperator.AND, Type.BOOL, a, b, and));
        lines.add(compare(PlanOperator.OR, Type.BOOL, a, b, or));
      }
      lines.add(unary(PlanOperator.NOT, Type.BOOL, a, a == null ? null : (Object) !a));
      lines.add(unary(PlanOperator.IS_NULL, Type.BOOL, a, a == null));
      lines.add(unary(PlanOperator.IS_NOT_NULL, Type.BOOL, a, a != null));
      lines.add(unary(PlanOperator.IS_TRUE, Type.BOOL, a, Boolean.TRUE.equals(a)));
      lines.add(unary(PlanOperator.IS_NOT_TRUE, Type.BOOL, a, !Boolean.TRUE.equals(a)));
      lines.add(unary(PlanOperator.IS_FALSE, Type.BOOL, a, Boolean.FALSE.equals(a)));
      lines.add(unary(PlanOperator.IS_NOT_FALSE, Type.BOOL, a, !Boolean.FALSE.equals(a)));
    }
    PlanExpr isTrue = constant(true, Type.BOOL);
    PlanExpr isFalse = constant(false, Type.BOOL);
    PlanExpr unknown = constant(null, Type.BOOL);
    lines.add(logic(PlanOperator.AND, null, isTrue, unknown, isTrue));
    lines.add(logic(PlanOperator.AND, false, isTrue, unknown, isFalse));
    lines.add(logic(PlanOperator.AND, true, isTrue, isTrue, isTrue));
    lines.add(logic(PlanOperator.OR, null, isFalse, unknown, isFalse));
    lines.add(logic(PlanOperator.OR, true, isFalse, unknown, isTrue));
    lines.add(logic(PlanOperator.OR, false, isFalse, isFalse, isFalse));
    return check(lines);
  }

  @TestFactory
  Stream<DynamicTest> shouldTestForNull() {
    List<Line> lines = new ArrayList<>();
    Object[][] values = {
      {Type.INT, 0},
      {Type.LONG, 0L},
      {Type.FLOAT, 0f},
      {Type.DOUBLE, NAN},
      {Type.STRING, ""},
      {Type.TIMESTAMP, 0L},
      {MONEY, new BigDecimal("0.00")}
    };
    for (Object[] value : values) {
      Type type = (Type) value[0];
      lines.add(test(PlanOperator.IS_NULL, type, value[1], false));
      lines.add(test(PlanOperator.IS_NOT_NULL, type, value[1], true));
      lines.add(test(PlanOperator.IS_NULL, type, null, true));
      lines.add(test(PlanOperator.IS_NOT_NULL, type, null, false));
    }
    return check(lines);
  }

  // --- 2.6 LIKE, CASE, laziness

  @TestFactory
  Stream<DynamicTest> shouldMatchLikePatterns() {
    return check(
        like("abc", "abc", true),
        like("abc", "ABC", false),
        like("abc", "a%", true),
        like("abc", "%c", true),
        like("abc", "%b%", true),
        like("abc", "b", false),
        like("abc", "a_c", true),
        like("abc", "a_", false),
        like("", "%", true),
        like("", "_", false),
        like("", "", true),
        like("a\nb", "a%b", true),
        like("a\nb", "a_b", true),
        like("a.c", "a.c", true),
        like("abc", "a.c", false),
        like("a*", "a*", true),
        like("aab", "%a%b", true),
        like("mississippi", "%iss%ip%i", true),
        like("\uD83D\uDE00", "_", true),
        like("\uD83D\uDE00", "__", false),
        like(null, "%", null),
        like("a", null, null),
        escapedLike("a%", "a!%", "!", true),
        escapedLike("ab", "a!%", "!", false),
        escapedLike("a_", "a!_", "!", true),
        escapedLike("a!", "a!!", "!", true),
        escapedLike("50%", "%!%", "!", true),
        escapedLike("a\\b", "a\\\\b", "\\", true),
        escapedLike("ab", "a!b", "!", true),
        escapedLike("a", "a!", "!", null),
        escapedLike("a", "a", "", null),
        escapedLike("a", "a", "!!", null),
        escapedLike("a", "a", null, null));
  }

  @TestFactory
  Stream<DynamicTest> shouldChooseCaseBranches() {
    PlanExpr isTrue = constant(true, Type.BOOL);
    PlanExpr isFalse = constant(false, Type.BOOL);
    PlanExpr unknown = constant(null, Type.BOOL);
    return check(
        caseOf(List.of(isTrue, isTrue), 1),
        caseOf(List.of(isFalse, isTrue), 2),
        caseOf(List.of(unknown, isTrue), 2),
        caseOf(List.of(unknown, isFalse), 3),
        new Line(
            new PlanExpr.Case(List.of(isFalse), List.of(string("a")), string(null), Type.STRING),
            null));
  }

  @TestFactory
  Stream<DynamicTest> shouldEvaluateOnlyWhatIsNeeded() {
    PlanExpr isTrue = constant(true, Type.BOOL);
    PlanExpr isFalse = constant(false, Type.BOOL);
    PlanExpr failing = call("alwaysFails", Type.BOOL, false, true, isTrue);
    return check(
        logic(PlanOperator.AND, false, isFalse, failing),
        logic(PlanOperator.OR, true, isTrue, failing),
        new Line(
            new PlanExpr.Case(
                List.of(isTrue, failing), List.of(isFalse, failing), failing, Type.BOOL),
            false));
  }

  @TestFactory
  Stream<DynamicTest> shouldUseAValueInSeveralPlaces() {
    PlanExpr five = constant(5, Type.INT);
    PlanExpr nothing = constant(null, Type.INT);
    PlanExpr v0 = new PlanExpr.Local(0, Type.INT);
    PlanExpr v1 = new PlanExpr.Local(1, Type.INT);
    PlanExpr twice = binary(PlanOperator.ADD, Type.INT, v0, v0);
    PlanExpr product = binary(PlanOperator.MULTIPLY, Type.INT, v0, v1);
    PlanExpr hiding =
        binary(PlanOperator.SUBTRACT, Type.INT, new PlanExpr.Let(0, twice, twice), v0);
    PlanExpr text = new PlanExpr.Local(0, Type.STRING);
    return check(
        new Line(new PlanExpr.Let(0, binary(PlanOperator.ADD, Type.INT, five, five), twice), 20),
        new Line(new PlanExpr.Let(0, nothing, twice), null),
        new Line(new PlanExpr.Let(0, five, new PlanExpr.Let(1, twice, product)), 50),
        new Line(new PlanExpr.Let(0, five, hiding), 15),
        new Line(
            new PlanExpr.Let(0, string("ab"), binary(PlanOperator.CONCAT, Type.STRING, text, text)),
            "abab"));
  }

  // --- 2.7 conversions

  @TestFactory
  Stream<DynamicTest> shouldConvertNumbers() {
    return check(
        cast(45.9, Type.DOUBLE, Type.INT, 45),
        cast(-45.9, Type.DOUBLE, Type.INT, -45),
        cast(2147483647.9, Type.DOUBLE, Type.INT, Integer.MAX_VALUE),
        cast(2147483648.0, Type.DOUBLE, Type.INT, null),
        cast(-2147483648.9, Type.DOUBLE, Type.INT, Integer.MIN_VALUE),
        cast(NAN, Type.DOUBLE, Type.INT, null),
        cast(INFINITY, Type.DOUBLE, Type.LONG, null),
        cast(9.3e18, Type.DOUBLE, Type.LONG, null),
        cast(-0x1p63, Type.DOUBLE, Type.LONG, Long.MIN_VALUE),
        cast(0x1p63, Type.DOUBLE, Type.LONG, null),
        cast(1.5f, Type.FLOAT, Type.LONG, 1L),
        cast(1e10f, Type.FLOAT, Type.INT, null),
        cast(Float.NaN, Type.FLOAT, Type.LONG, null),
        cast(1L << 31, Type.LONG, Type.INT, null),
        cast(-(1L << 31), Type.LONG, Type.INT, Integer.MIN_VALUE),
        cast(7, Type.INT, Type.LONG, 7L),
        cast(7, Type.INT, Type.DOUBLE, 7.0),
        cast(16_777_217, Type.INT, Type.FLOAT, 16_777_216f),
        cast(Long.MAX_VALUE, Type.LONG, Type.DOUBLE, 0x1p63),
        cast(Long.MAX_VALUE, Type.LONG, Type.FLOAT, 9.223372e18f),
        cast(0.1f, Type.FLOAT, Type.DOUBLE, (double) 0.1f),
        cast(0.1, Type.DOUBLE, Type.FLOAT, 0.1f),
        cast(1e300, Type.DOUBLE, Type.FLOAT, Float.POSITIVE_INFINITY),
        cast(7, Type.INT, MONEY, new BigDecimal("7.00")),
        cast(123_456_789L, Type.LONG, MONEY, null),
        cast(2.675, Type.DOUBLE, MONEY, new BigDecimal("2.68")),
        cast(-2.675, Type.DOUBLE, MONEY, new BigDecimal("-2.68")),
        cast(0.1f, Type.FLOAT, MONEY, new BigDecimal("0.10")),
        cast(NAN, Type.DOUBLE, MONEY, null),
        cast(1e300, Type.DOUBLE, MONEY, null),
        cast(new BigDecimal("45.90"), MONEY, Type.INT, 45),
        cast(new BigDecimal("-45.90"), MONEY, Type.LONG, -45L),
        cast(new BigDecimal("9223372036854775808"), new Type.Decimal(38, 0), Type.LONG, null),
        cast(new BigDecimal("1.25"), MONEY, Type.DOUBLE, 1.25),
        cast(new BigDecimal("1.25"), MONEY, Type.FLOAT, 1.25f),
        cast(new BigDecimal("1.25"), MONEY, new Type.Decimal(5, 1), new BigDecimal("1.3")),
        cast(
            new BigDecimal("1.25"),
            MONEY,
            new Type.Decimal(38, 10),
            new BigDecimal("1.2500000000")),
        cast(new BigDecimal("99.99"), MONEY, new Type.Decimal(2, 1), null));
  }

  @TestFactory
  Stream<DynamicTest> shouldConvertBooleans() {
    return check(
        cast(true, Type.BOOL, Type.INT, 1),
        cast(false, Type.BOOL, Type.LONG, 0L),
        cast(true, Type.BOOL, Type.FLOAT, 1f),
        cast(true, Type.BOOL, Type.DOUBLE, 1.0),
        cast(true, Type.BOOL, MONEY, new BigDecimal("1.00")),
        cast(0, Type.INT, Type.BOOL, false),
        cast(-3, Type.INT, Type.BOOL, true),
        cast(2L, Type.LONG, Type.BOOL, true),
        cast(-0f, Type.FLOAT, Type.BOOL, false),
        cast(0.001, Type.DOUBLE, Type.BOOL, true),
        cast(NAN, Type.DOUBLE, Type.BOOL, true),
        cast(new BigDecimal("0.00"), MONEY, Type.BOOL, false),
        cast(new BigDecimal("0.01"), MONEY, Type.BOOL, true),
        cast("TRUE", Type.STRING, Type.BOOL, true),
        cast(" t ", Type.STRING, Type.BOOL, true),
        cast("Yes", Type.STRING, Type.BOOL, true),
        cast("y", Type.STRING, Type.BOOL, true),
        cast("1", Type.STRING, Type.BOOL, true),
        cast("False", Type.STRING, Type.BOOL, false),
        cast("f", Type.STRING, Type.BOOL, false),
        cast("no", Type.STRING, Type.BOOL, false),
        cast("N", Type.STRING, Type.BOOL, false),
        cast("0", Type.STRING, Type.BOOL, false),
        cast("2", Type.STRING, Type.BOOL, null),
        cast("", Type.STRING, Type.BOOL, null));
  }

  @TestFactory
  Stream<DynamicTest> shouldReadNumbersFromText() {
    Type.Decimal wide = new Type.Decimal(38, 10);
    return check(
        cast(" 42 ", Type.STRING, Type.INT, 42),
        cast("+42", Type.STRING, Type.INT, 42),
        cast("-2147483648", Type.STRING, Type.INT, Integer.MIN_VALUE),
        cast("2147483648", Type.STRING, Type.INT, null),
        cast("3.7", Type.STRING, Type.INT, null),
        cast("1e3", Type.STRING, Type.LONG, null),
        cast("", Type.STRING, Type.LONG, null),
        cast("-", Type.STRING, Type.LONG, null),
        cast("1 2", Type.STRING, Type.LONG, null),
        cast("\u0661", Type.STRING, Type.LONG, null),
        cast("9223372036854775807", Type.STRING, Type.LONG, Long.MAX_VALUE),
        cast("9223372036854775808", Type.STRING, Type.LONG, null),
        cast("1.5", Type.STRING, Type.DOUBLE, 1.5),
        cast("\t-.5e1\n", Type.STRING, Type.DOUBLE, -5.0),
        cast("5.", Type.STRING, Type.DOUBLE, 5.0),
        cast("7", Type.STRING, Type.DOUBLE, 7.0),
        cast("1e400", Type.STRING, Type.DOUBLE, INFINITY),
        cast("NaN", Type.STRING, Type.DOUBLE, NAN),
        cast("-Infinity", Type.STRING, Type.DOUBLE, -INFINITY),
        cast("1.5d", Type.STRING, Type.DOUBLE, null),
        cast("1.5f", Type.STRING, Type.FLOAT, null),
        cast("0x10", Type.STRING, Type.DOUBLE, null),
        cast(".", Type.STRING, Type.DOUBLE, null),
        cast("1,5", Type.STRING, Type.DOUBLE, null),
        cast("0.1", Type.STRING, Type.FLOAT, 0.1f),
        cast("1.005", Type.STRING, MONEY, new BigDecimal("1.01")),
        cast("1e2", Type.STRING, MONEY, new BigDecimal("100.00")),
        cast("100000000", Type.STRING, MONEY, null),
        cast("99999999.995", Type.STRING, MONEY, null),
        cast("1e999999999", Type.STRING, wide, null),
        cast("1e-999999999", Type.STRING, wide, new BigDecimal("0.0000000000")),
        cast("1e99999999999", Type.STRING, wide, null),
        cast("0e999999999", Type.STRING, wide, new BigDecimal("0.0000000000")),
        cast("x", Type.STRING, MONEY, null));
  }

  @TestFactory
  Stream<DynamicTest> shouldWriteText() {
    return check(
        cast(-42, Type.INT, Type.STRING, "-42"),
        cast(42L, Type.LONG, Type.STRING, "42"),
        cast(3.0, Type.DOUBLE, Type.STRING, "3.0"),
        cast(0.1, Type.DOUBLE, Type.STRING, "0.1"),
        cast(1e10, Type.DOUBLE, Type.STRING, "1.0E10"),
        cast(-0.0, Type.DOUBLE, Type.STRING, "-0.0"),
        cast(NAN, Type.DOUBLE, Type.STRING, "NaN"),
        cast(3f, Type.FLOAT, Type.STRING, "3.0"),
        cast(0.1f, Type.FLOAT, Type.STRING, "0.1"),
        cast(true, Type.BOOL, Type.STRING, "true"),
        cast(false, Type.BOOL, Type.STRING, "false"),
        cast(new BigDecimal("1.50"), MONEY, Type.STRING, "1.50"),
        cast(new BigDecimal("0.0000000001"), Type.DECIMAL, Type.STRING, "0.0000000001"),
        cast(0L, Type.TIMESTAMP, Type.STRING, "1970-01-01 00:00:00.000"),
        cast(-1L, Type.TIMESTAMP, Type.STRING, "1969-12-31 23:59:59.999"),
        cast(1_740_823_800_250L, Type.TIMESTAMP, Type.STRING, "2025-03-01 10:10:00.250"),
        cast(86_400_000L, Type.DATE, Type.STRING, "1970-01-02"),
        cast(36_900_000L, Type.TIME, Type.STRING, "10:15:00.000"),
        cast(90_000L, Type.INTERVAL, Type.STRING, "90000"));
  }

  @TestFactory
  Stream<DynamicTest> shouldReadTimesFromText() {
    long morning = 1_740_823_800_000L;
    return check(
        cast("2025-03-01 10:10:00", Type.STRING, Type.TIMESTAMP, morning),
        cast("2025-03-01T10:10:00", Type.STRING, Type.TIMESTAMP, morning),
        cast(" 2025-03-01 10:10 ", Type.STRING, Type.TIMESTAMP, morning),
        cast("2025-03-01 10:10:00.25", Type.STRING, Type.TIMESTAMP, morning + 250),
        cast("2025-03-01 10:10:00.1239", Type.STRING, Type.TIMESTAMP, morning + 123),
        cast("2025-03-01T10:10:00Z", Type.STRING, Type.TIMESTAMP, morning),
        cast("2025-03-01T11:10:00+01:00", Type.STRING, Type.TIMESTAMP, morning),
        cast("2025-03-01 05:10:00 -05", Type.STRING, Type.TIMESTAMP, morning),
        cast("2025-03-01", Type.STRING, Type.TIMESTAMP, 1_740_787_200_000L),
        cast("1969-12-31 23:59:59.999", Type.STRING, Type.TIMESTAMP, -1L),
        cast("2025-02-29", Type.STRING, Type.TIMESTAMP, null),
        cast("2025-03-01 24:00:00", Type.STRING, Type.TIMESTAMP, null),
        cast("2025-3-1", Type.STRING, Type.TIMESTAMP, null),
        cast("soon", Type.STRING, Type.TIMESTAMP, null),
        cast("", Type.STRING, Type.TIMESTAMP, null),
        cast("2025-03-01", Type.STRING, Type.DATE, 1_740_787_200_000L),
        cast("2025-03-01 10:10:00", Type.STRING, Type.DATE, 1_740_787_200_000L),
        cast("2025-13-01", Type.STRING, Type.DATE, null),
        cast("10:15:00", Type.STRING, Type.TIME, 36_900_000L),
        cast("10:15", Type.STRING, Type.TIME, 36_900_000L),
        cast("10:15:00.5", Type.STRING, Type.TIME, 36_900_500L),
        cast("2025-03-01 10:15:00", Type.STRING, Type.TIME, 36_900_000L),
        cast("25:00:00", Type.STRING, Type.TIME, null),
        cast("2025-03-01", Type.STRING, Type.TIME, null));
  }

  @TestFactory
  Stream<DynamicTest> shouldReinterpretTimes() {
    return check(
        cast(5L, Type.LONG, Type.TIMESTAMP, 5L),
        cast(5, Type.INT, Type.TIMESTAMP, 5L),
        cast(5L, Type.LONG, Type.INTERVAL, 5L),
        cast(5, Type.INT, Type.INTERVAL, 5L),
        cast(5L, Type.TIMESTAMP, Type.LONG, 5L),
        cast(5L, Type.INTERVAL, Type.LONG, 5L),
        cast(86_400_000L, Type.DATE, Type.TIMESTAMP, 86_400_000L));
  }

  @TestFactory
  Stream<DynamicTest> shouldConvertNullToNull() {
    List<Type> types =
        List.of(Type.BOOL, Type.INT, Type.LONG, Type.FLOAT, Type.DOUBLE, Type.STRING, MONEY);
    List<Line> lines = new ArrayList<>();
    for (Type from : types) {
      for (Type to : types) {
        if (!from.equals(to)) {
          lines.add(cast(null, from, to, null));
        }
      }
    }
    lines.add(cast(null, Type.STRING, Type.TIMESTAMP, null));
    lines.add(cast(null, Type.LONG, Type.TIMESTAMP, null));
    return check(lines);
  }

  // --- function calls

  @TestFactory
  Stream<DynamicTest> shouldCallFunctions() {
    PlanExpr one = constant(1, Type.INT);
    PlanExpr two = constant(2, Type.INT);
    PlanExpr none = constant(null, Type.INT);
    return check(
        new Line(call("plus", Type.INT, true, false, one, two), 3),
        new Line(call("plus", Type.INT, true, false, one, none), null),
        new Line(call("firstKnown", Type.INT, false, false, none, two), 2),
        new Line(call("firstKnown", Type.INT, false, false, none, none), null),
        new Line(call("count", Type.INT, false, false), 0),
        new Line(call("count", Type.INT, false, false, one, none, two), 3),
        new Line(call("largest", Type.INT, true, false, one, two, one), 2),
        new Line(call("largest", Type.INT, true, false, one, none), null));
  }

  // --- the language of the tables

  private static PlanExpr constant(@Nullable Object value, Type type) {
    return new PlanExpr.Constant(value, type);
  }

  private static PlanExpr string(@Nullable String value) {
    return constant(value, Type.STRING);
  }

  private static PlanExpr binary(PlanOperator operator, Type type, PlanExpr a, PlanExpr b) {
    return new PlanExpr.Operation(operator, List.of(a, b), type);
  }

  private static Line arithmetic(
      PlanOperator operator,
      Type type,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object expected) {
    return new Line(binary(operator, type, constant(a, type), constant(b, type)), expected);
  }

  private static Line decimals(
      PlanOperator operator, String a, String b, Type.Decimal type, @Nullable String expected) {
    PlanExpr left = constant(new BigDecimal(a), MONEY);
    PlanExpr right = constant(new BigDecimal(b), MONEY);
    return new Line(
        binary(operator, type, left, right), expected == null ? null : new BigDecimal(expected));
  }

  private static Line unary(
      PlanOperator operator, Type type, @Nullable Object a, @Nullable Object expected) {
    return new Line(new PlanExpr.Operation(operator, List.of(constant(a, type)), type), expected);
  }

  private static Line test(PlanOperator operator, Type type, @Nullable Object a, boolean expected) {
    return new Line(
        new PlanExpr.Operation(operator, List.of(constant(a, type)), Type.BOOL), expected);
  }

  private static Line compare(
      PlanOperator operator,
      Type type,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object expected) {
    return new Line(binary(operator, Type.BOOL, constant(a, type), constant(b, type)), expected);
  }

  private static Line logic(
      PlanOperator operator, @Nullable Object expected, PlanExpr... operands) {
    return new Line(new PlanExpr.Operation(operator, List.of(operands), Type.BOOL), expected);
  }

  /** All comparisons of a smaller and a greater value, in both orders. */
  private static void ordered(List<Line> lines, Type type, Object small, Object great) {
    comparisons(lines, type, small, great, -1);
    comparisons(lines, type, great, small, 1);
  }

  private static void same(List<Line> lines, Type type, Object a, Object b) {
    comparisons(lines, type, a, b, 0);
  }

  private static void comparisons(List<Line> lines, Type type, Object a, Object b, int order) {
    lines.add(compare(PlanOperator.EQUAL, type, a, b, order == 0));
    lines.add(compare(PlanOperator.NOT_EQUAL, type, a, b, order != 0));
    lines.add(compare(PlanOperator.LESS, type, a, b, order < 0));
    lines.add(compare(PlanOperator.LESS_OR_EQUAL, type, a, b, order <= 0));
    lines.add(compare(PlanOperator.GREATER, type, a, b, order > 0));
    lines.add(compare(PlanOperator.GREATER_OR_EQUAL, type, a, b, order >= 0));
  }

  private static void distinct(
      List<Line> lines, Type type, @Nullable Object a, @Nullable Object b, boolean expected) {
    lines.add(compare(PlanOperator.IS_DISTINCT, type, a, b, expected));
    lines.add(compare(PlanOperator.IS_NOT_DISTINCT, type, a, b, !expected));
  }

  private static Line like(
      @Nullable String text, @Nullable String pattern, @Nullable Boolean expected) {
    return new Line(binary(PlanOperator.LIKE, Type.BOOL, string(text), string(pattern)), expected);
  }

  private static Line escapedLike(
      String text, String pattern, @Nullable String escape, @Nullable Boolean expected) {
    return new Line(
        new PlanExpr.Operation(
            PlanOperator.LIKE, List.of(string(text), string(pattern), string(escape)), Type.BOOL),
        expected);
  }

  /** {@code CASE WHEN c0 THEN 1 WHEN c1 THEN 2 ELSE 3 END}. */
  private static Line caseOf(List<PlanExpr> conditions, int expected) {
    return new Line(
        new PlanExpr.Case(
            conditions,
            List.of(constant(1, Type.INT), constant(2, Type.INT)),
            constant(3, Type.INT),
            Type.INT),
        expected);
  }

  private static Line cast(@Nullable Object value, Type from, Type to, @Nullable Object expected) {
    return new Line(new PlanExpr.Cast(constant(value, from), to), expected);
  }

  private static PlanExpr call(
      String name, Type returns, boolean strict, boolean fallible, PlanExpr... arguments) {
    Method method =
        Arrays.stream(SampleFunctions.class.getMethods())
            .filter(candidate -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow();
    List<Type> parameters = new ArrayList<>();
    for (int i = 0; i < method.getParameterCount(); i++) {
      parameters.add(i < arguments.length ? arguments[i].type() : Type.INT);
    }
    return new PlanExpr.FunctionCall(
        new FunctionBinding(name, method, parameters, returns, strict, fallible),
        List.of(arguments),
        returns);
  }

  // --- how a line is checked

  private Stream<DynamicTest> check(Line... lines) {
    return check(List.of(lines));
  }

  private Stream<DynamicTest> check(List<Line> lines) {
    return lines.stream()
        .flatMap(
            line ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        text(line.expression()) + " of constants",
                        () -> assertValue(line, line.expression(), new ConstantLifting())),
                    DynamicTest.dynamicTest(
                        text(line.expression()) + " of columns",
                        () -> {
                          ConstantLifting lifting = new ConstantLifting();
                          assertValue(line, line.expression().accept(lifting), lifting);
                        })));
  }

  /** Evaluates for two rows, so that the value of one cannot hide behind that of the other. */
  private void assertValue(Line line, PlanExpr expression, ConstantLifting lifting) {
    RowSchema schema = new RowSchema(lifting.fields());
    ColumnBatch in = new ColumnBatch(schema, 2);
    for (int i = 0; i < schema.size(); i++) {
      in.column(i).setBoxed(0, lifting.values().get(i));
      in.column(i).setBoxed(1, lifting.values().get(i));
    }
    ColumnBatch out =
        new ColumnBatch(new RowSchema(List.of(new Field("value", expression.type()))), 2);

    int count =
        kernels()
            .project(schema, null, List.of(expression))
            .project(
                in,
                0,
                2,
                out,
                (batch, row, cause) -> {
                  throw new AssertionError("row " + row + " failed", cause);
                });

    assertEquals(2, count);
    assertEquals(line.expected(), out.column(0).boxed(0));
    assertEquals(line.expected(), out.column(0).boxed(1));
  }

  private static String text(PlanExpr expression) {
    return expression.accept(new ExpressionText());
  }
}
