package io.eventflux.core.function.scalar;

import io.eventflux.core.column.ValueOrder;
import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.Numbers;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The greatest and the least of some values (language 8.1): {@code maximum} and {@code minimum}
 * ignore NULLs, {@code greatest} and {@code least} give NULL for them. NaN is greater than any
 * number. Pure functions.
 */
public final class ExtremeFunctions {
  private ExtremeFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Choice, conversion and parts", ExtremeFunctions.class, false)
        .add(
            "maximum",
            "maximum",
            List.of(),
            "The greatest of the arguments that are not NULL; NULL if all are.",
            "maximum(1, NULL, 3)",
            "3")
        .add(
            "minimum",
            "minimum",
            List.of(),
            "The least of the arguments that are not NULL; NULL if all are.",
            "minimum(2.5, 1.5)",
            "1.5")
        .add(
            "greatest",
            "greatest",
            List.of(),
            "The greatest argument; NULL if any is NULL.",
            "greatest(1, 3, 2)",
            "3",
            "greatest('a', 'b')",
            "'b'",
            "greatest(DATE '2025-03-01', DATE '2025-02-01')",
            "DATE '2025-03-01'",
            "greatest(TRUE, FALSE)",
            "TRUE")
        .withTimes()
        .add(
            "least",
            "least",
            List.of(),
            "The least argument; NULL if any is NULL.",
            "least(1, 3, 2)",
            "1",
            "least(TIME '10:00:00', TIME '09:59:59')",
            "TIME '09:59:59'")
        .withTimes()
        .functions();
  }

  /** {@code maximum(x, ...)}. */
  public static @Nullable Integer maximum(@Nullable Integer... values) {
    Integer best = null;
    for (Integer value : values) {
      if (value != null && (best == null || value > best)) {
        best = value;
      }
    }
    return best;
  }

  /** {@code maximum(x, ...)}. */
  public static @Nullable Long maximum(@Nullable Long... values) {
    Long best = null;
    for (Long value : values) {
      if (value != null && (best == null || value > best)) {
        best = value;
      }
    }
    return best;
  }

  /** {@code maximum(x, ...)}. */
  public static @Nullable Float maximum(@Nullable Float... values) {
    Float best = null;
    for (Float value : values) {
      if (value != null && (best == null || Numbers.less(best, value))) {
        best = value;
      }
    }
    return best;
  }

  /** {@code maximum(x, ...)}. */
  public static @Nullable Double maximum(@Nullable Double... values) {
    Double best = null;
    for (Double value : values) {
      if (value != null && (best == null || Numbers.less(best, value))) {
        best = value;
      }
    }
    return best;
  }

  /** {@code maximum(x, ...)}. */
  public static @Nullable BigDecimal maximum(@Nullable BigDecimal... values) {
    BigDecimal best = null;
    for (BigDecimal value : values) {
      if (value != null && (best == null || value.compareTo(best) > 0)) {
        best = value;
      }
    }
    return best;
  }

  /** {@code minimum(x, ...)}. */
  public static @Nullable Integer minimum(@Nullable Integer... values) {
    Integer best = null;
    for (Integer value : values) {
      if (value != null && (best == null || value < best)) {
        best = value;
      }
    }
    return best;
  }

  /** {@code minimum(x, ...)}. */
  public static @Nullable Long minimum(@Nullable Long... values) {
    Long best = null;
    for (Long value : values) {
      if (value != null && (best == null || value < best)) {
        best = value;
      }
    }
    return best;
  }

  /** {@code minimum(x, ...)}. */
  public static @Nullable Float minimum(@Nullable Float... values) {
    Float best = null;
    for (Float value : values) {
      if (value != null && (best == null || Numbers.less(value, best))) {
        best = value;
      }
    }
    return best;
  }

  /** {@code minimum(x, ...)}. */
  public static @Nullable Double minimum(@Nullable Double... values) {
    Double best = null;
    for (Double value : values) {
      if (value != null && (best == null || Numbers.less(value, best))) {
        best = value;
      }
    }
    return best;
  }

  /** {@code minimum(x, ...)}. */
  public static @Nullable BigDecimal minimum(@Nullable BigDecimal... values) {
    BigDecimal best = null;
    for (BigDecimal value : values) {
      if (value != null && (best == null || value.compareTo(best) < 0)) {
        best = value;
      }
    }
    return best;
  }

  /** {@code greatest(x, ...)}: TRUE is greater than FALSE. */
  public static boolean greatest(boolean... values) {
    boolean isAnyTrue = false;
    for (boolean value : values) {
      isAnyTrue |= value;
    }
    return isAnyTrue;
  }

  /** {@code greatest(x, ...)}. */
  public static int greatest(int... values) {
    int best = values[0];
    for (int value : values) {
      best = Math.max(best, value);
    }
    return best;
  }

  /** {@code greatest(x, ...)}. */
  public static long greatest(long... values) {
    long best = values[0];
    for (long value : values) {
      best = Math.max(best, value);
    }
    return best;
  }

  /** {@code greatest(x, ...)}. */
  public static float greatest(float... values) {
    float best = values[0];
    for (float value : values) {
      best = Numbers.less(best, value) ? value : best;
    }
    return best;
  }

  /** {@code greatest(x, ...)}. */
  public static double greatest(double... values) {
    double best = values[0];
    for (double value : values) {
      best = Numbers.less(best, value) ? value : best;
    }
    return best;
  }

  /** {@code greatest(x, ...)}. */
  public static BigDecimal greatest(BigDecimal... values) {
    BigDecimal best = values[0];
    for (BigDecimal value : values) {
      best = best.max(value);
    }
    return best;
  }

  /** {@code greatest(x, ...)}. */
  public static String greatest(String... values) {
    String best = values[0];
    for (String value : values) {
      best = ValueOrder.compareText(value, best) > 0 ? value : best;
    }
    return best;
  }

  /** {@code least(x, ...)}: TRUE is greater than FALSE. */
  public static boolean least(boolean... values) {
    boolean isEveryTrue = true;
    for (boolean value : values) {
      isEveryTrue &= value;
    }
    return isEveryTrue;
  }

  /** {@code least(x, ...)}. */
  public static int least(int... values) {
    int best = values[0];
    for (int value : values) {
      best = Math.min(best, value);
    }
    return best;
  }

  /** {@code least(x, ...)}. */
  public static long least(long... values) {
    long best = values[0];
    for (long value : values) {
      best = Math.min(best, value);
    }
    return best;
  }

  /** {@code least(x, ...)}. */
  public static float least(float... values) {
    float best = values[0];
    for (float value : values) {
      best = Numbers.less(value, best) ? value : best;
    }
    return best;
  }

  /** {@code least(x, ...)}. */
  public static double least(double... values) {
    double best = values[0];
    for (double value : values) {
      best = Numbers.less(value, best) ? value : best;
    }
    return best;
  }

  /** {@code least(x, ...)}. */
  public static BigDecimal least(BigDecimal... values) {
    BigDecimal best = values[0];
    for (BigDecimal value : values) {
      best = best.min(value);
    }
    return best;
  }

  /** {@code least(x, ...)}. */
  public static String least(String... values) {
    String best = values[0];
    for (String value : values) {
      best = ValueOrder.compareText(value, best) < 0 ? value : best;
    }
    return best;
  }
}
