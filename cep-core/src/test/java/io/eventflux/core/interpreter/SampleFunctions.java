package io.eventflux.core.interpreter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Functions that the tests of kernels call. */
public final class SampleFunctions {
  private SampleFunctions() {}

  /** Strict. */
  public static int plus(int a, int b) {
    return a + b;
  }

  /** Takes and gives NULL. */
  public static @Nullable Integer firstKnown(@Nullable Integer a, @Nullable Integer b) {
    return a != null ? a : b;
  }

  /** Variadic, takes NULL. */
  public static int count(@Nullable Integer... values) {
    return values.length;
  }

  /** Variadic and strict. */
  public static int largest(int... values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** Fails for every row. */
  public static boolean alwaysFails(boolean value) {
    throw new IllegalStateException("called with " + value);
  }

  /** Fails for negative numbers, which is fallible; else gives its argument. */
  public static int refuseNegative(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    return value;
  }
}
