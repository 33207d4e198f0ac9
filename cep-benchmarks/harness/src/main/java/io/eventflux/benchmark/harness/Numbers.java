package io.eventflux.benchmark.harness;

import java.util.Locale;

/** How numbers look in tables. */
final class Numbers {
  private Numbers() {}

  /** Two digits behind the point below 10, one below 100, none above. */
  static String rounded(double value) {
    String pattern = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
