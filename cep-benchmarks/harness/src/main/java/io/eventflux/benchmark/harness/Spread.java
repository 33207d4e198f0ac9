package io.eventflux.benchmark.harness;

import java.util.Arrays;

/**
 * Median and quartiles of some measurements.
 *
 * @param median the middle value
 * @param low a quarter of the values are below it
 * @param high a quarter of the values are above it
 */
public record Spread(double median, double low, double high) {
  /** The spread of {@code values}, at least one. */
  static Spread of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[sorted.length * 3 / 4]);
  }

  /** Three numbers with commas, as {@link #parse} reads them. */
  String format() {
    return median + "," + low + "," + high;
  }

  /** The inverse of {@link #format}. */
  static Spread parse(String text) {
    String[] parts = text.split(",", -1);
    return new Spread(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
  }

  /** For tables: {@code median (low to high)}. */
  @Override
  public String toString() {
    return Numbers.rounded(median)
        + " ("
        + Numbers.rounded(low)
        + " to "
        + Numbers.rounded(high)
        + ")";
  }
}
