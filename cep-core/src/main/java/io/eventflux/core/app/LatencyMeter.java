package io.eventflux.core.app;

import io.eventflux.core.metric.Histogram;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.time.EngineClock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long rows take from their arrival to the end of their processing, measured once a range.
 *
 * <p>Whoever is about to publish leaves a mark: the time, and how many rows the ring had taken by
 * then. Every row behind a mark has arrived after it. When a range is done, the last mark at or
 * before its first row says how old that row is at most, and so all others of the range.
 *
 * <pre>
 *   rows     0 1 2 3 | 4 5 6 7 8 9 | ...
 *   marks    ^0: t1   ^3: t2   ^8: t3
 *   ranges   [0, 6) began at t1; [6, 10) at t2
 * </pre>
 *
 * So a value is an upper bound, and it counts for as many rows as the range had. When there are
 * more marks than fit, later ones are left out; their rows then count from an earlier one.
 */
final class LatencyMeter {
  /** About an hour and a quarter; whatever takes longer counts as that. */
  private static final long NANOS_MAX = 1L << 42;

  private static final int MARK_COUNT_MAX = 256;
  private static final int MASK = MARK_COUNT_MAX - 1;

  /** Calls with fewer rows are measured one in 64. */
  private static final int IN_PLACE_ROWS_MIN = 64;

  private static final int IN_PLACE_CALL_MASK = 63;
  private static final long NOT_MEASURED = Long.MIN_VALUE;

  private final Pipeline pipeline;
  private final EngineClock clock;
  private final Histogram nanos = new Histogram(NANOS_MAX);

  private final long[] markSequences = new long[MARK_COUNT_MAX];
  private final long[] markNanos = new long[MARK_COUNT_MAX];

  /** How many marks were made; published behind the mark. Written under the monitor. */
  private final AtomicLong madeCount = new AtomicLong();

  /** How many marks were used; their places are free. Written by the pipeline thread. */
  private final AtomicLong usedCount = new AtomicLong();

  private int inPlaceCalls;
  private long arrivalNanos;
  private boolean hasArrival;

  /** A meter for the rows of {@code pipeline}; {@code clock} is read for its nanoseconds. */
  LatencyMeter(Pipeline pipeline, EngineClock clock) {
    this.pipeline = pipeline;
    this.clock = clock;
  }

  /** Nanoseconds by row. */
  Histogram nanos() {
    return nanos;
  }

  /** Something is about to be published in the ring of the pipeline. Any thread. */
  synchronized void arrival() {
    long made = madeCount.getPlain();
    if (made - usedCount.getAcquire() == MARK_COUNT_MAX) {
      return;
    }
    int place = (int) made & MASK;
    // The time first: no row that is claimed from here on can have arrived before it.
    markNanos[place] = clock.nanos();
    markSequences[place] = pipeline.junction().claimedCount();
    madeCount.setRelease(made + 1);
  }

  /** Polls the pipeline, see {@link Pipeline#poll}, and measures. Pipeline thread only. */
  boolean poll() {
    long sequence = pipeline.sequence();
    long takenCount = pipeline.counts().takenCount();
    boolean hasWorked = pipeline.poll();
    long rowCount = pipeline.counts().takenCount() - takenCount;
    if (rowCount > 0 && pipeline.sequence() > sequence) {
      record(sequence, rowCount);
    }
    return hasWorked;
  }

  /**
   * A caller is about to have rows processed where they stand, without the ring. Reading the clock
   * twice costs as much as a cheap event, so small calls are measured now and then only. Pipeline
   * thread only.
   *
   * @return what {@link #endInPlace} needs
   */
  long startInPlace(int rowCount) {
    if (rowCount < IN_PLACE_ROWS_MIN && (inPlaceCalls++ & IN_PLACE_CALL_MASK) != 0) {
      return NOT_MEASURED;
    }
    return clock.nanos();
  }

  /** The rows are done. Pipeline thread only. */
  void endInPlace(long startNanos, int rowCount) {
    if (startNanos != NOT_MEASURED) {
      nanos.record(clock.nanos() - startNanos, rowCount);
    }
  }

  private void record(long sequence, long rowCount) {
    long used = usedCount.getPlain();
    long made = madeCount.getAcquire();
    while (used < made && markSequences[(int) used & MASK] <= sequence) {
      arrivalNanos = markNanos[(int) used & MASK];
      hasArrival = true;
      used++;
    }
    usedCount.setRelease(used);
    if (hasArrival) {
      nanos.record(clock.nanos() - arrivalNanos, rowCount);
    }
  }
}
