package io.eventflux.core.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Functions made of methods. */
public final class FunctionTableTest {
  /** Functions as a user would write them. */
  public static final class Good {
    private Good() {}

    /** Two overloads. */
    public static double twice(double value) {
      return 2 * value;
    }

    /** The narrower one. */
    public static int twice(int value) {
      return 2 * value;
    }

    /** A box may be null. */
    public static String show(@Nullable Integer value) {
      return "<" + value + ">";
    }

    /** A marked reference may be null. */
    public static boolean isMissing(@Nullable String value) {
      return value == null;
    }

    /** One or more. */
    public static long sum(long first, long... more) {
      long sum = first;
      for (long value : more) {
        sum += value;
      }
      return sum;
    }

    static int hidden() {
      return 0;
    }
  }

  /** A type without an SQL type. */
  public static final class Strange {
    private Strange() {}

    /** Takes what no SQL type stands for. */
    public static long age(Instant since) {
      return since.toEpochMilli();
    }
  }

  /** Overloads that disagree. */
  public static final class Mixed {
    private Mixed() {}

    /** Strict. */
    public static int size(String value) {
      return value.length();
    }

    /** Takes NULL. */
    public static int size(@Nullable Integer value) {
      return value == null ? 0 : 1;
    }
  }

  static final class Hidden {
    private Hidden() {}

    public static int one() {
      return 1;
    }
  }

  @Test
  void shouldDescribeMethodsOfUserClass() {
    List<String> described =
        FunctionTable.ofUserClass(Good.class).stream()
            .map(
                function ->
                    function.descriptor().name()
                        + function.descriptor().signatures()
                        + (function.strict() ? " strict" : "")
                        + (function.fallible() ? " fallible" : ""))
            .toList();

    assertEquals(
        List.of(
            "isMissing[Signature[parameters=[VARCHAR], variadic=false, returns=BOOLEAN]] fallible",
            "show[Signature[parameters=[INT], variadic=false, returns=VARCHAR]] fallible",
            "sum[Signature[parameters=[BIGINT, BIGINT], variadic=true, returns=BIGINT]] strict"
                + " fallible",
            "twice[Signature[parameters=[INT], variadic=false, returns=INT],"
                + " Signature[parameters=[DOUBLE], variadic=false, returns=DOUBLE]] strict"
                + " fallible"),
        described);
  }

  @Test
  void shouldRefuseTypeWithoutSqlType() {
    assertEquals(
        "method Strange.age cannot be the function 'age': no SQL type stands for Instant; use"
            + " boolean, int, long, float, double, their boxes, String or BigDecimal",
        refusal(Strange.class));
  }

  @Test
  void shouldRefuseOverloadsThatTreatNullDifferently() {
    assertEquals(
        "the overloads of function 'size' treat NULL differently: public static int"
            + " io.eventflux.core.function.FunctionTableTest$Mixed.size(java.lang.Integer) and"
            + " public static int"
            + " io.eventflux.core.function.FunctionTableTest$Mixed.size(java.lang.String)",
        refusal(Mixed.class));
  }

  @Test
  void shouldRefuseClassThatIsNotPublic() {
    assertEquals(
        "functions cannot be taken from class"
            + " io.eventflux.core.function.FunctionTableTest$Hidden: it is not public",
        refusal(Hidden.class));
  }

  private static @Nullable String refusal(Class<?> owner) {
    return assertThrows(IllegalArgumentException.class, () -> FunctionTable.ofUserClass(owner))
        .getMessage();
  }
}
