package io.eventflux.core.function.scalar;

import io.eventflux.core.function.Decimals;
import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions of numbers (language 8.2). Outside their domain they give NULL, never NaN and never an
 * exception; NaN as an argument gives NaN. Pure functions.
 */
public final class NumberFunctions {

  /** Digits behind or before the point where no DOUBLE changes by rounding, or all become zero. */
  private static final int DIGITS_MAX = 400;

  private NumberFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Numbers", NumberFunctions.class, false)
        .add("abs", "abs", List.of(), "Without the sign.", "abs(-2.5)", "2.5", "abs(-3)", "3")
        .add("sign", "sign", List.of(), "-1, 0 or 1.", "sign(-2.5)", "-1", "sign(0)", "0")
        .add(
            "ceil",
            "ceil",
            List.of("ceiling"),
            "The least whole number that is not less.",
            "ceil(2.1)",
            "3.0",
            "ceil(7)",
            "7L")
        .add(
            "floor",
            "floor",
            List.of(),
            "The greatest whole number that is not greater.",
            "floor(-2.1)",
            "-3.0")
        .add(
            "round",
            "round",
            List.of(),
            "Rounded to n digits behind the point, half away from zero; without n to a whole"
                + " number. A negative n rounds before the point.",
            "round(2.5)",
            "3.0",
            "round(2.675, 2)",
            "2.68",
            "round(1250, -2)",
            "1300")
        .add(
            "trunc",
            "trunc",
            List.of("truncate"),
            "Cut off behind n digits, toward zero; without n to a whole number.",
            "trunc(-2.7)",
            "-2.0",
            "trunc(2.679, 2)",
            "2.67")
        .add(
            "mod",
            "mod",
            List.of(),
            "The remainder of a division, as the operator %; NULL for a zero divisor.",
            "mod(-7, 3)",
            "-1")
        .add(
            "sqrt",
            "sqrt",
            List.of("math:sqrt"),
            "Square root; NULL for a negative number.",
            "sqrt(2.25)",
            "1.5",
            "sqrt(-1.0)",
            "NULL")
        .add("exp", "exp", List.of("math:exp"), "e to the power of x.", "exp(0.0)", "1.0")
        .add(
            "ln",
            "ln",
            List.of("math:ln"),
            "Natural logarithm; NULL for zero and below.",
            "ln(1.0)",
            "0.0",
            "ln(0.0)",
            "NULL")
        .add(
            "log10",
            "log10",
            List.of("math:log10"),
            "Logarithm to the base 10; NULL for zero and below.",
            "log10(1000.0)",
            "3.0")
        .add(
            "power",
            "power",
            List.of("pow", "math:power"),
            "x to the power of y; NULL where there is no real result.",
            "power(2.0, 10.0)",
            "1024.0",
            "power(-8.0, 0.5)",
            "NULL")
        .add("pi", "pi", List.of("math:pi"), "The number pi.", "pi()", "3.141592653589793")
        .functions();
  }

  /** {@code abs(x)}; wraps for the least number. */
  public static int abs(int value) {
    return Math.abs(value);
  }

  /** {@code abs(x)}; wraps for the least number. */
  public static long abs(long value) {
    return Math.abs(value);
  }

  /** {@code abs(x)}. */
  public static float abs(float value) {
    return Math.abs(value);
  }

  /** {@code abs(x)}. */
  public static double abs(double value) {
    return Math.abs(value);
  }

  /** {@code abs(x)}. */
  public static BigDecimal abs(BigDecimal value) {
    return value.abs();
  }

  /** {@code sign(x)}. */
  public static int sign(int value) {
    return Integer.signum(value);
  }

  /** {@code sign(x)}. */
  public static int sign(long value) {
    return Long.signum(value);
  }

  /** {@code sign(x)}; NULL for NaN. */
  public static @Nullable Integer sign(double value) {
    return Double.isNaN(value) ? null : Integer.valueOf((int) Math.signum(value));
  }

  /** {@code sign(x)}. */
  public static int sign(BigDecimal value) {
    return value.signum();
  }

  /** {@code ceil(x)}. */
  public static long ceil(long value) {
    return value;
  }

  /** {@code ceil(x)}. */
  public static float ceil(float value) {
    return (float) ceil((double) value);
  }

  /** {@code ceil(x)}. */
  public static double ceil(double value) {
    return withoutMinusZero(Math.ceil(value));
  }

  /** {@code ceil(x)}; NULL if it needs too many digits. */
  public static @Nullable BigDecimal ceil(BigDecimal value) {
    return rounded(value, 0, RoundingMode.CEILING);
  }

  /** {@code floor(x)}. */
  public static long floor(long value) {
    return value;
  }

  /** {@code floor(x)}. */
  public static float floor(float value) {
    return (float) floor((double) value);
  }

  /** {@code floor(x)}. */
  public static double floor(double value) {
    return withoutMinusZero(Math.floor(value));
  }

  /** {@code floor(x)}; NULL if it needs too many digits. */
  public static @Nullable BigDecimal floor(BigDecimal value) {
    return rounded(value, 0, RoundingMode.FLOOR);
  }

  /** {@code round(x)}. */
  public static int round(int value) {
    return value;
  }

  /** {@code round(x)}. */
  public static long round(long value) {
    return value;
  }

  /** {@code round(x)}. */
  public static float round(float value) {
    return (float) round((double) value);
  }

  /** {@code round(x)}. */
  public static double round(double value) {
    double whole = trunc(value);
    // The difference is exact, so no number just below a half is rounded up.
    return Math.abs(value - whole) >= 0.5 ? whole + Math.signum(value) : whole;
  }

  /** {@code round(x)}; NULL if it needs too many digits. */
  public static @Nullable BigDecimal round(BigDecimal value) {
    return rounded(value, 0, RoundingMode.HALF_UP);
  }

  /** {@code round(x, n)}; NULL if the result is no INT. */
  public static @Nullable Integer round(int value, int digits) {
    return toInt(scaled(value, digits, RoundingMode.HALF_UP));
  }

  /** {@code round(x, n)}; NULL if the result is no LONG. */
  public static @Nullable Long round(long value, int digits) {
    return scaled(value, digits, RoundingMode.HALF_UP);
  }

  /** {@code round(x, n)}. */
  public static float round(float value, int digits) {
    return isOutside(value, digits)
        ? value
        : new BigDecimal(Float.toString(value))
            .setScale(cut(digits), RoundingMode.HALF_UP)
            .floatValue();
  }

  /** {@code round(x, n)}. */
  public static double round(double value, int digits) {
    return isOutside(value, digits)
        ? value
        : BigDecimal.valueOf(value).setScale(cut(digits), RoundingMode.HALF_UP).doubleValue();
  }

  /** {@code round(x, n)}; NULL if it needs too many digits. */
  public static @Nullable BigDecimal round(BigDecimal value, int digits) {
    return rounded(value, digits, RoundingMode.HALF_UP);
  }

  /** {@code trunc(x)}. */
  public static int trunc(int value) {
    return value;
  }

  /** {@code trunc(x)}. */
  public static long trunc(long value) {
    return value;
  }

  /** {@code trunc(x)}. */
  public static float trunc(float value) {
    return (float) trunc((double) value);
  }

  /** {@code trunc(x)}. */
  public static double trunc(double value) {
    return withoutMinusZero(value < 0 ? Math.ceil(value) : Math.floor(value));
  }

  /** {@code trunc(x)}. */
  public static @Nullable BigDecimal trunc(BigDecimal value) {
    return rounded(value, 0, RoundingMode.DOWN);
  }

  /** {@code trunc(x, n)}. */
  public static @Nullable Integer trunc(int value, int digits) {
    return toInt(scaled(value, digits, RoundingMode.DOWN));
  }

  /** {@code trunc(x, n)}. */
  public static @Nullable Long trunc(long value, int digits) {
    return scaled(value, digits, RoundingMode.DOWN);
  }

  /** {@code trunc(x, n)}. */
  public static float trunc(float value, int digits) {
    return isOutside(value, digits)
        ? value
        : new BigDecimal(Float.toString(value))
            .setScale(cut(digits), RoundingMode.DOWN)
            .floatValue();
  }

  /** {@code trunc(x, n)}. */
  public static double trunc(double value, int digits) {
    return isOutside(value, digits)
        ? value
        : BigDecimal.valueOf(value).setScale(cut(digits), RoundingMode.DOWN).doubleValue();
  }

  /** {@code trunc(x, n)}. */
  public static @Nullable BigDecimal trunc(BigDecimal value, int digits) {
    return rounded(value, digits, RoundingMode.DOWN);
  }

  /** {@code mod(x, y)}. */
  public static @Nullable Integer mod(int a, int b) {
    return b == 0 ? null : Integer.valueOf(a % b);
  }

  /** {@code mod(x, y)}. */
  public static @Nullable Long mod(long a, long b) {
    return b == 0 ? null : Long.valueOf(a % b);
  }

  /** {@code mod(x, y)}. */
  public static @Nullable Float mod(float a, float b) {
    return b == 0 ? null : Float.valueOf(a % b);
  }

  /** {@code mod(x, y)}. */
  public static @Nullable Double mod(double a, double b) {
    return b == 0 ? null : Double.valueOf(a % b);
  }

  /** {@code mod(x, y)}. */
  public static @Nullable BigDecimal mod(BigDecimal a, BigDecimal b) {
    int scale = Math.max(a.scale(), b.scale());
    return Decimals.remainder(a, b, Type.Decimal.PRECISION_MAX, scale);
  }

  /** {@code sqrt(x)}. */
  public static @Nullable Double sqrt(double value) {
    return value < 0 ? null : Double.valueOf(Math.sqrt(value));
  }

  /** {@code exp(x)}. */
  public static double exp(double value) {
    return StrictMath.exp(value);
  }

  /** {@code ln(x)}. */
  public static @Nullable Double ln(double value) {
    return value <= 0 ? null : Double.valueOf(StrictMath.log(value));
  }

  /** {@code log10(x)}. */
  public static @Nullable Double log10(double value) {
    return value <= 0 ? null : Double.valueOf(StrictMath.log10(value));
  }

  /** {@code power(x, y)}. */
  public static @Nullable Double power(double base, double exponent) {
    double result = StrictMath.pow(base, exponent);
    boolean hasResult = !Double.isNaN(result) || Double.isNaN(base) || Double.isNaN(exponent);
    return hasResult && !(base == 0 && exponent < 0) ? Double.valueOf(result) : null;
  }

  /** {@code pi()}. */
  public static double pi() {
    return Math.PI;
  }

  private static double withoutMinusZero(double value) {
    return value + 0.0;
  }

  /** Whether rounding to so many digits leaves {@code value} as it is. */
  private static boolean isOutside(double value, int digits) {
    return Double.isNaN(value) || Double.isInfinite(value) || digits > DIGITS_MAX;
  }

  private static int cut(int digits) {
    return Math.max(digits, -DIGITS_MAX);
  }

  private static @Nullable Long scaled(long value, int digits, RoundingMode mode) {
    if (digits >= 0) {
      return value;
    }
    BigInteger rounded = BigDecimal.valueOf(value).setScale(cut(digits), mode).toBigInteger();
    return rounded.bitLength() > 63 ? null : Long.valueOf(rounded.longValue());
  }

  private static @Nullable Integer toInt(@Nullable Long value) {
    return value == null || value != value.intValue() ? null : Integer.valueOf(value.intValue());
  }

  /** Rounded to some digits behind the point, with the scale of {@code value}. */
  private static @Nullable BigDecimal rounded(BigDecimal value, int digits, RoundingMode mode) {
    int scale = value.scale();
    return digits >= scale
        ? value
        : Decimals.fit(value.setScale(cut(digits), mode), Type.Decimal.PRECISION_MAX, scale);
  }
}
