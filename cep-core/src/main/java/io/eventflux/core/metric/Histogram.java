package io.eventflux.core.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often values of which size occurred, in fixed memory. Values are whole numbers from 0 on, in
 * a unit that its descriptor names; a value is known to {@value #PRECISION_PERCENT} percent.
 *
 * <p>The layout is that of HDR histograms: values below 32 have a bucket each, and each power of
 * two above is cut into 32 buckets of equal width.
 *
 * <pre>
 *   value      0 ... 31 | 32 ... 63 | 64, 65 ... 126, 127 | 128 ... 131, ... 252 ... 255 | ...
 *   buckets       32    |     32    |   32, two each      |     32, four each            | ...
 * </pre>
 *
 * One thread records, any thread reads; recording allocates nothing and costs a few nanoseconds.
 */
public final class Histogram {
  /** Width of a bucket relative to the least value in it, at most, in percent. */
  public static final double PRECISION_PERCENT = 3.125;

  private static final int SUB_BUCKET_BITS = 5;
  private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SUM;

  static {
    try {
      SUM = MethodHandles.lookup().findVarHandle(Histogram.class, "sum", double.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long valueMax;
  private final long[] counts;
  private final Gauge greatest = new Gauge(0);

  // Nanoseconds of many rows would soon be more than a long holds.
  private double sum;

  /**
   * An empty histogram.
   *
   * @param valueMax the greatest value that is told apart; greater ones count as this one. The
   *     memory is 256 bytes for each power of two up to it
   */
  public Histogram(long valueMax) {
    if (valueMax < SUB_BUCKETS) {
      throw new IllegalArgumentException(
          "valueMax=" + valueMax + ", expected " + SUB_BUCKETS + " or more");
    }
    this.valueMax = valueMax;
    this.counts = new long[bucketOf(valueMax) + 1];
  }

  /**
   * Counts {@code value} as often as {@code times} says; a value below 0 as 0. Writing thread only.
   */
  public void record(long value, long times) {
    long known = Math.max(0, Math.min(value, valueMax));
    int bucket = bucketOf(known);
    SUM.setRelease(this, sum + (double) known * times);
    if (known > greatest.value()) {
      greatest.set(known);
    }
    // Last, so that whoever sees the count sees the value in the sum and in the greatest.
    COUNTS.setRelease(counts, bucket, counts[bucket] + times);
  }

  /** What was recorded so far; values that are being recorded may be missing. Any thread. */
  public Snapshot snapshot() {
    long[] copy = new long[counts.length];
    long total = 0;
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (long) COUNTS.getAcquire(counts, i);
      total += copy[i];
    }
    return new Snapshot(copy, total, (double) SUM.getAcquire(this), greatest.value());
  }

  private static int bucketOf(long value) {
    if (value < SUB_BUCKETS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BUCKET_BITS;
    return (shift << SUB_BUCKET_BITS) + (int) (value >>> shift);
  }

  /** The greatest value that falls into {@code bucket}. */
  private static long lastValueOf(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int shift = (bucket >>> SUB_BUCKET_BITS) - 1;
    long next = (bucket & (SUB_BUCKETS - 1)) + SUB_BUCKETS + 1L;
    // The bucket of the greatest long ends where the next would begin.
    return (next << shift) - 1;
  }

  /** A histogram at one moment. Immutable. */
  public static final class Snapshot {
    private final long[] counts;
    private final long count;
    private final double sum;
    private final long greatest;

    private Snapshot(long[] counts, long count, double sum, long greatest) {
      this.counts = counts;
      this.count = count;
      this.sum = sum;
      this.greatest = greatest;
    }

    /** How many values. */
    public long count() {
      return count;
    }

    /** All values together, not by buckets; those above the greatest told apart count as that. */
    public double sum() {
      return sum;
    }

    /** The greatest value; 0 without values. */
    public long greatest() {
      return greatest;
    }

    /**
     * The value that the share {@code quantile} of all values does not exceed: 0.99 for the 99th
     * percentile. Never less than the true value, and greater by at most {@value
     * #PRECISION_PERCENT} percent. 0 without values.
     *
     * @param quantile from 0 to 1
     */
    public long quantile(double quantile) {
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException("quantile=" + quantile + ", expected 0 to 1");
      }
      long rank = Math.max(1, (long) Math.ceil(quantile * count));
      long seen = 0;
      for (int i = 0; i < counts.length; i++) {
        seen += counts[i];
        if (seen >= rank) {
          return Math.min(lastValueOf(i), greatest);
        }
      }
      return 0;
    }

    /**
     * How many values lie at or below each of {@code bounds}, which ascend. A value counts as the
     * greatest of its bucket, so one that lies below a bound by less than {@value
     * #PRECISION_PERCENT} percent may count as above it.
     */
    public long[] countsUpTo(long[] bounds) {
      long[] result = new long[bounds.length];
      long seen = 0;
      int bucket = 0;
      for (int b = 0; b < bounds.length; b++) {
        while (bucket < counts.length && lastValueOf(bucket) <= bounds[b]) {
          seen += counts[bucket++];
        }
        result[b] = seen;
      }
      return result;
    }
  }
}
