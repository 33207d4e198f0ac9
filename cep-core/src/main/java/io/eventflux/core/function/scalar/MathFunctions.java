package io.eventflux.core.function.scalar;

import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.Numbers;
import io.eventflux.core.function.RandomSequence;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * More functions of numbers (language 8.1, 8.2 and 8.5). Outside their domain they give NULL, NaN
 * as an argument gives NaN. Results do not depend on the machine. All but those of chance are pure.
 */
public final class MathFunctions {
  private MathFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Mathematics", MathFunctions.class, false)
        .add(
            "cbrt",
            "cbrt",
            List.of("math:cbrt"),
            "Cube root.",
            "cbrt(-27.0)",
            "-3.0",
            "cbrt(27)",
            "3.0")
        .add(
            "log2",
            "log2",
            List.of("math:log2"),
            "Logarithm to the base 2; NULL for zero and below.",
            "log2(8)",
            "3.0",
            "log2(0)",
            "NULL")
        .add(
            "sin",
            "sin",
            List.of("math:sin"),
            "Sine of an angle in radians.",
            "sin(0.0)",
            "0.0",
            "sin(1e308 * 10)",
            "NULL")
        .add("cos", "cos", List.of("math:cos"), "Cosine of an angle in radians.", "cos(0.0)", "1.0")
        .add(
            "tan", "tan", List.of("math:tan"), "Tangent of an angle in radians.", "tan(0.0)", "0.0")
        .add(
            "asin",
            "asin",
            List.of("math:asin"),
            "The angle in radians of a sine; NULL outside -1 to 1.",
            "asin(0)",
            "0.0",
            "asin(2)",
            "NULL")
        .add(
            "acos",
            "acos",
            List.of("math:acos"),
            "The angle in radians of a cosine; NULL outside -1 to 1.",
            "acos(1)",
            "0.0",
            "acos(-1.5)",
            "NULL")
        .add("atan", "atan", List.of(), "The angle in radians of a tangent.", "atan(0)", "0.0")
        .add("sinh", "sinh", List.of("math:sinh"), "Hyperbolic sine.", "sinh(0)", "0.0")
        .add("cosh", "cosh", List.of("math:cosh"), "Hyperbolic cosine.", "cosh(0)", "1.0")
        .add("tanh", "tanh", List.of("math:tanh"), "Hyperbolic tangent.", "tanh(0)", "0.0")
        .add(
            "degrees",
            "degrees",
            List.of("math:toDegrees"),
            "An angle in radians as degrees.",
            "degrees(pi())",
            "180.0")
        .add(
            "radians",
            "radians",
            List.of("math:toRadians"),
            "An angle in degrees as radians.",
            "radians(180)",
            "3.141592653589793")
        .add("math:abs", "mathAbs", List.of(), "Without the sign.", "math:abs(-3)", "3.0")
        .add(
            "math:ceil",
            "mathCeil",
            List.of(),
            "The least whole number that is not less.",
            "math:ceil(2.1)",
            "3.0")
        .add(
            "math:floor",
            "mathFloor",
            List.of(),
            "The greatest whole number that is not greater.",
            "math:floor(-2.1)",
            "-3.0")
        .add(
            "log",
            "log",
            List.of(),
            "Natural logarithm; with two arguments the logarithm of the second to the base of the first. NULL for zero and below, and for the base 1.",
            "log(1)",
            "0.0",
            "log(2, 8)",
            "3.0",
            "log(1, 8)",
            "NULL",
            "log(0)",
            "NULL")
        .add(
            "math:log",
            "mathLog",
            List.of(),
            "The logarithm of the first argument to the base of the second; NULL for zero and below, and for the base 1.",
            "math:log(8, 2)",
            "3.0",
            "math:log(-1, 2)",
            "NULL")
        .add(
            "atan2",
            "atan2",
            List.of(),
            "The angle in radians of the point with height y, the first argument, and width x.",
            "atan2(0, 1)",
            "0.0")
        .add(
            "math:atan",
            "mathAtan",
            List.of(),
            "The angle in radians of a tangent, or of the point with height y and width x.",
            "math:atan(0)",
            "0.0",
            "math:atan(0, 1)",
            "0.0")
        .add("e", "e", List.of("math:e"), "Euler's number.", "e()", "2.718281828459045")
        .add(
            "math:copySign",
            "copySign",
            List.of(),
            "The first argument with the sign of the second.",
            "math:copySign(3, -1)",
            "-3.0")
        .add(
            "math:max",
            "mathMax",
            List.of(),
            "The greater of two numbers; NaN is greater than any.",
            "math:max(1, 2)",
            "2.0")
        .add(
            "math:min",
            "mathMin",
            List.of(),
            "The lesser of two numbers; NaN is greater than any.",
            "math:min(1, 2)",
            "1.0")
        .add(
            "math:round",
            "mathRound",
            List.of(),
            "Rounded to a whole number, half up; NULL if the result type cannot hold it.",
            "math:round(2.5)",
            "3L",
            "math:round(-2.5)",
            "-2L",
            "math:round(7)",
            "7",
            "math:round(1e300)",
            "NULL")
        .add("math:signum", "mathSignum", List.of(), "-1, 0 or 1.", "math:signum(-2.5)", "-1")
        .add(
            "math:getExponent",
            "exponent",
            List.of(),
            "The exponent in the binary form of a number; NULL for NaN and the infinite.",
            "math:getExponent(8)",
            "3")
        .add(
            "math:isInfinite",
            "isInfinite",
            List.of(),
            "Whether a number is infinite.",
            "math:isInfinite(1.5)",
            "FALSE",
            "math:isInfinite(1e308 * 10)",
            "TRUE")
        .add(
            "math:isNan",
            "isNan",
            List.of(),
            "Whether a number is NaN.",
            "math:isNan(1.5)",
            "FALSE")
        .add(
            "math:bin",
            "bin",
            List.of(),
            "Binary digits; a negative number as its unsigned form.",
            "math:bin(5)",
            "'101'",
            "math:bin(-1)",
            "'11111111111111111111111111111111'")
        .add(
            "math:oct",
            "oct",
            List.of(),
            "Octal digits; a negative number as its unsigned form.",
            "math:oct(8)",
            "'10'")
        .add(
            "math:hex",
            "hex",
            List.of(),
            "Hexadecimal floating-point text.",
            "math:hex(1.5)",
            "'0x1.8p0'")
        .add(
            "math:conv",
            "conv",
            List.of(),
            "A whole number, written in one base, written in another; bases 2 to 36. NULL if the text is no number of the base.",
            "math:conv('ff', 16, 2)",
            "'11111111'",
            "math:conv('8', 8, 10)",
            "NULL",
            "math:conv('-z', 36, 10)",
            "'-35'")
        .checking(1, MathFunctions::baseProblem)
        .checking(2, MathFunctions::baseProblem)
        .add(
            "math:parseInt",
            "parseInt",
            List.of(),
            "The INT that a text writes; NULL if it writes none.",
            "math:parseInt('42')",
            "42",
            "math:parseInt('4x')",
            "NULL")
        .add(
            "math:parseLong",
            "parseLong",
            List.of(),
            "The LONG that a text writes; NULL if it writes none.",
            "math:parseLong('42')",
            "42L",
            "math:parseLong('')",
            "NULL")
        .add(
            "math:parseFloat",
            "parseFloat",
            List.of(),
            "The FLOAT that a text writes; NULL if it writes none.",
            "math:parseFloat('1.5')",
            "1.5f",
            "math:parseFloat('x')",
            "NULL")
        .add(
            "math:parseDouble",
            "parseDouble",
            List.of(),
            "The DOUBLE that a text writes; NULL if it writes none.",
            "math:parseDouble('1.5')",
            "1.5",
            "math:parseDouble('x')",
            "NULL")
        .add("bitand", "bitand", List.of(), "The bits that both numbers have.", "bitand(6, 3)", "2")
        .add(
            "bitor",
            "bitor",
            List.of(),
            "The bits that one of the numbers has.",
            "bitor(6, 3)",
            "7")
        .add(
            "bitxor",
            "bitxor",
            List.of(),
            "The bits that exactly one of the numbers has.",
            "bitxor(6, 3)",
            "5")
        .add(
            "bitnot",
            "bitnot",
            List.of(),
            "The bits that the number does not have.",
            "bitnot(0)",
            "-1")
        .add(
            "shiftleft",
            "shiftleft",
            List.of(),
            "Bits moved up by n; NULL unless n is between 0 and the number of bits less 1.",
            "shiftleft(1, 4)",
            "16",
            "shiftleft(1, 32)",
            "NULL")
        .add(
            "shiftright",
            "shiftright",
            List.of(),
            "Bits moved down by n, the sign is kept; NULL unless n is between 0 and the number of bits less 1.",
            "shiftright(-8, 1)",
            "-4",
            "shiftright(8, -1)",
            "NULL")
        .add(
            "rand",
            "rand",
            List.of("random", "math:rand"),
            "A random number in [0, 1), new for each row; with a seed the sequence is the same in every run. Each call has a sequence of its own, which starts again when the app starts.",
            "rand() >= 0",
            "TRUE",
            "rand(7) < 1",
            "TRUE")
        .withChance()
        .add("uuid", "uuid", List.of(), "A random UUID, new for each row.", "length(UUID())", "36")
        .withChance()
        .add(
            "hash",
            "hash",
            List.of(),
            "A 64-bit hash of the texts of the arguments, the same in every run; NULL counts as a value.",
            "hash('a') = hash('a')",
            "TRUE",
            "hash('a', 'b') = hash('ab')",
            "FALSE",
            "hash(NULL) = hash('')",
            "FALSE")
        .withAnyAsText()
        .functions();
  }

  /** {@code cbrt(x)}. */
  public static double cbrt(double x) {
    return StrictMath.cbrt(x);
  }

  /** {@code log2(x)}. */
  public static @Nullable Double log2(double x) {
    return x <= 0 ? null : Double.valueOf(log2Of(x));
  }

  /** {@code sin(x)}. */
  public static @Nullable Double sin(double x) {
    return Double.isInfinite(x) ? null : Double.valueOf(StrictMath.sin(x));
  }

  /** {@code cos(x)}. */
  public static @Nullable Double cos(double x) {
    return Double.isInfinite(x) ? null : Double.valueOf(StrictMath.cos(x));
  }

  /** {@code tan(x)}. */
  public static @Nullable Double tan(double x) {
    return Double.isInfinite(x) ? null : Double.valueOf(StrictMath.tan(x));
  }

  /** {@code asin(x)}. */
  public static @Nullable Double asin(double x) {
    return x < -1 || x > 1 ? null : Double.valueOf(StrictMath.asin(x));
  }

  /** {@code acos(x)}. */
  public static @Nullable Double acos(double x) {
    return x < -1 || x > 1 ? null : Double.valueOf(StrictMath.acos(x));
  }

  /** {@code atan(x)}. */
  public static double atan(double x) {
    return StrictMath.atan(x);
  }

  /** {@code sinh(x)}. */
  public static double sinh(double x) {
    return StrictMath.sinh(x);
  }

  /** {@code cosh(x)}. */
  public static double cosh(double x) {
    return StrictMath.cosh(x);
  }

  /** {@code tanh(x)}. */
  public static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  /** {@code degrees(x)}. */
  public static double degrees(double x) {
    return Math.toDegrees(x);
  }

  /** {@code radians(x)}. */
  public static double radians(double x) {
    return Math.toRadians(x);
  }

  /** {@code math:abs(x)}. */
  public static double mathAbs(double x) {
    return Math.abs(x);
  }

  /** {@code math:ceil(x)}. */
  public static double mathCeil(double x) {
    return NumberFunctions.ceil(x);
  }

  /** {@code math:floor(x)}. */
  public static double mathFloor(double x) {
    return NumberFunctions.floor(x);
  }

  /** {@code bitand(a, b)}. */
  public static int bitand(int a, int b) {
    return a & b;
  }

  /** {@code bitand(a, b)}. */
  public static long bitand(long a, long b) {
    return a & b;
  }

  /** {@code bitor(a, b)}. */
  public static int bitor(int a, int b) {
    return a | b;
  }

  /** {@code bitor(a, b)}. */
  public static long bitor(long a, long b) {
    return a | b;
  }

  /** {@code bitxor(a, b)}. */
  public static int bitxor(int a, int b) {
    return a ^ b;
  }

  /** {@code bitxor(a, b)}. */
  public static long bitxor(long a, long b) {
    return a ^ b;
  }

  /** {@code bitnot(a)}. */
  public static int bitnot(int a) {
    return ~a;
  }

  /** {@code bitnot(a)}. */
  public static long bitnot(long a) {
    return ~a;
  }

  /** {@code shiftleft(a, n)}. */
  public static @Nullable Integer shiftleft(int a, int n) {
    return n < 0 || n > 31 ? null : Integer.valueOf(a << n);
  }

  /** {@code shiftleft(a, n)}. */
  public static @Nullable Long shiftleft(long a, int n) {
    return n < 0 || n > 63 ? null : Long.valueOf(a << n);
  }

  /** {@code shiftright(a, n)}. */
  public static @Nullable Integer shiftright(int a, int n) {
    return n < 0 || n > 31 ? null : Integer.valueOf(a >> n);
  }

  /** {@code shiftright(a, n)}. */
  public static @Nullable Long shiftright(long a, int n) {
    return n < 0 || n > 63 ? null : Long.valueOf(a >> n);
  }

  /** {@code math:parseInt(s)}: what CAST reads. */
  public static @Nullable Integer parseInt(String text) {
    return Numbers.parseInt(text);
  }

  /** {@code math:parseLong(s)}: what CAST reads. */
  public static @Nullable Long parseLong(String text) {
    return Numbers.parseLong(text);
  }

  /** {@code math:parseFloat(s)}: what CAST reads. */
  public static @Nullable Float parseFloat(String text) {
    return Numbers.parseFloat(text);
  }

  /** {@code math:parseDouble(s)}: what CAST reads. */
  public static @Nullable Double parseDouble(String text) {
    return Numbers.parseDouble(text);
  }

  /** Exact for powers of two. */
  private static double log2Of(double x) {
    int exponent = Math.getExponent(x);
    boolean isPower = exponent >= Double.MIN_EXPONENT && x == Math.scalb(1.0, exponent);
    return isPower ? exponent : StrictMath.log(x) / StrictMath.log(2);
  }

  /** {@code log(x)}. */
  public static @Nullable Double log(double x) {
    return NumberFunctions.ln(x);
  }

  /** {@code log(base, x)}. */
  public static @Nullable Double log(double base, double x) {
    if (x <= 0 || base <= 0 || base == 1) {
      return null;
    }
    if (base == 2) {
      return log2Of(x);
    }
    return base == 10 ? StrictMath.log10(x) : StrictMath.log(x) / StrictMath.log(base);
  }

  /** {@code math:log(x, base)}. */
  public static @Nullable Double mathLog(double x, double base) {
    return log(base, x);
  }

  /** {@code atan2(y, x)}. */
  public static double atan2(double y, double x) {
    return StrictMath.atan2(y, x);
  }

  /** {@code math:atan(x)}. */
  public static double mathAtan(double x) {
    return StrictMath.atan(x);
  }

  /** {@code math:atan(y, x)}. */
  public static double mathAtan(double y, double x) {
    return StrictMath.atan2(y, x);
  }

  /** {@code e()}. */
  public static double e() {
    return Math.E;
  }

  /** {@code math:copySign(m, s)}. */
  public static double copySign(double magnitude, double sign) {
    return StrictMath.copySign(magnitude, sign);
  }

  /** {@code math:max(x, y)}. */
  public static double mathMax(double x, double y) {
    return Numbers.less(x, y) ? y : x;
  }

  /** {@code math:min(x, y)}. */
  public static double mathMin(double x, double y) {
    return Numbers.less(y, x) ? y : x;
  }

  /** {@code math:round(x)}. */
  public static int mathRound(int x) {
    return x;
  }

  /** {@code math:round(x)}. */
  public static long mathRound(long x) {
    return x;
  }

  /** {@code math:round(x)}. */
  public static @Nullable Integer mathRound(float x) {
    double whole = Math.floor(x + 0.5);
    return whole >= Integer.MIN_VALUE && whole <= Integer.MAX_VALUE ? (int) whole : null;
  }

  /** {@code math:round(x)}. */
  public static @Nullable Long mathRound(double x) {
    return x >= -0x1p63 && x < 0x1p63 ? Math.round(x) : null;
  }

  /** {@code math:signum(x)}; NULL for NaN. */
  public static @Nullable Integer mathSignum(double x) {
    return NumberFunctions.sign(x);
  }

  /** {@code math:getExponent(x)}. */
  public static @Nullable Integer exponent(double x) {
    return Math.abs(x) <= Double.MAX_VALUE ? Integer.valueOf(Math.getExponent(x)) : null;
  }

  /** {@code math:isInfinite(x)}. */
  public static boolean isInfinite(double x) {
    return Double.isInfinite(x);
  }

  /** {@code math:isNan(x)}. */
  public static boolean isNan(double x) {
    return Double.isNaN(x);
  }

  /** {@code math:bin(i)}. */
  public static String bin(int x) {
    return Integer.toBinaryString(x);
  }

  /** {@code math:bin(i)}. */
  public static String bin(long x) {
    return Long.toBinaryString(x);
  }

  /** {@code math:oct(i)}. */
  public static String oct(int x) {
    return Integer.toOctalString(x);
  }

  /** {@code math:oct(i)}. */
  public static String oct(long x) {
    return Long.toOctalString(x);
  }

  /** {@code math:hex(x)}. */
  public static String hex(double x) {
    return Double.toHexString(x);
  }

  /** {@code math:conv(s, from, to)}; texts above 1,000 characters are no numbers. */
  public static @Nullable String conv(String text, int from, int to) {
    if (baseProblem(from) != null || baseProblem(to) != null || text.length() > 1_000) {
      return null;
    }
    try {
      return new BigInteger(text.strip(), from).toString(to);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static @Nullable String baseProblem(Object base) {
    return base instanceof Integer number
            && (number < Character.MIN_RADIX || number > Character.MAX_RADIX)
        ? "base " + number + " is not between 2 and 36"
        : null;
  }

  /** {@code rand()}. */
  public static double rand(RandomSequence numbers) {
    return numbers.next();
  }

  /** {@code rand(seed)}. */
  public static double rand(RandomSequence numbers, long seed) {
    return numbers.next(seed);
  }

  /** {@code UUID()}. */
  public static String uuid() {
    return UUID.randomUUID().toString();
  }

  /**
   * {@code hash(any, ...)}: FNV-1a over the UTF-16 units and the lengths, then mixed. Never change
   * it: users store its results.
   */
  public static long hash(@Nullable String... texts) {
    long hash = 0xcbf29ce484222325L;
    for (String text : texts) {
      hash = (hash ^ (text == null ? -1 : text.length())) * 0x100000001b3L;
      for (int i = 0; text != null && i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
