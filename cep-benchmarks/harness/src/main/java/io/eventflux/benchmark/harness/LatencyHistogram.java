package io.eventflux.benchmark.harness;

/**
 * Counts durations in buckets whose width is at most 1/64 of their value; values below 64
 * nanoseconds are exact. One thread.
 */
final class LatencyHistogram {
  private static final int SUB_BITS = 6;
  private static final int SUB_COUNT = 1 << SUB_BITS;

  private final long[] counts = new long[(64 - SUB_BITS + 1) * SUB_COUNT];
  private long total;
  private long max;

  /** Counts one duration; less than 0 counts as 0. */
  void record(long nanos) {
    long value = Math.max(0, nanos);
    counts[index(value)]++;
    total++;
    max = Math.max(max, value);
  }

  /** The least bucket bound that at least {@code fraction} of all durations do not exceed. */
  long atFraction(double fraction) {
    long wanted = (long) Math.ceil(total * fraction);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(max, highest(i));
      }
    }
    return max;
  }

  /** The longest duration. */
  long max() {
    return max;
  }

  /** Values below 64 have their own bucket; above, the exponent and the six bits behind it. */
  private static int index(long value) {
    if (value < SUB_COUNT) {
      return (int) value;
    }
    int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
    return (shift + 1) * SUB_COUNT + (int) (value >>> shift) - SUB_COUNT;
  }

  /** The highest value of a bucket. */
  private static long highest(int index) {
    if (index < SUB_COUNT) {
      return index;
    }
    int shift = index / SUB_COUNT - 1;
    long lowest = (long) (index % SUB_COUNT + SUB_COUNT) << shift;
    return lowest + (1L << shift) - 1;
  }
}
