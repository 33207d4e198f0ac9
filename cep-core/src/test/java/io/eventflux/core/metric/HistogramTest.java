package io.eventflux.core.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HistogramTest {
  private static final long[] EDGES = {
    0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 1_000, 1L << 40, (1L << 62) - 1, Long.MAX_VALUE
  };

  @Test
  void shouldBeEmptyAtFirst() {
    Histogram.Snapshot empty = new Histogram(1_000).snapshot();

    assertEquals(0, empty.count());
    assertEquals(0, empty.sum());
    assertEquals(0, empty.greatest());
    assertEquals(0, empty.quantile(0.5));
    assertArrayEquals(new long[] {0, 0}, empty.countsUpTo(new long[] {10, Long.MAX_VALUE}));
  }

  @Test
  void shouldKnowSmallValuesExactly() {
    Histogram histogram = new Histogram(1_000);
    for (int value = 1; value <= 20; value++) {
      histogram.record(value, 1);
    }

    Histogram.Snapshot snapshot = histogram.snapshot();

    assertEquals(20, snapshot.count());
    assertEquals(210, snapshot.sum());
    assertEquals(1, snapshot.quantile(0));
    assertEquals(10, snapshot.quantile(0.5));
    assertEquals(19, snapshot.quantile(0.95));
    assertEquals(20, snapshot.quantile(1));
  }

  @Test
  void shouldCountAValueAsOftenAsAsked() {
    Histogram histogram = new Histogram(1_000);
    histogram.record(5, 99);
    histogram.record(7, 1);

    assertEquals(100, histogram.snapshot().count());
    assertEquals(5, histogram.snapshot().quantile(0.99));
    assertEquals(7, histogram.snapshot().quantile(0.991));
    assertEquals(502, histogram.snapshot().sum());
  }

  @Test
  void shouldKnowEveryValueToItsPrecision() {
    Random random = new Random(7);
    List<Long> values = new ArrayList<>();
    for (long edge : EDGES) {
      values.add(edge);
    }
    for (int i = 0; i < 10_000; i++) {
      values.add(random.nextLong() >>> (1 + random.nextInt(62)));
    }
    for (long value : values) {
      Histogram histogram = new Histogram(Long.MAX_VALUE);
      histogram.record(Long.MAX_VALUE, 1);
      histogram.record(value, 1);

      long known = histogram.snapshot().quantile(0.5);

      assertTrue(known >= value, () -> value + " is known as " + known);
      assertTrue(
          known - value <= value * Histogram.PRECISION_PERCENT / 100,
          () -> value + " is known as " + known);
    }
  }

  @Test
  void shouldHaveTheQuantilesOfSortedValues() {
    Random random = new Random(11);
    Histogram histogram = new Histogram(1L << 42);
    long[] values = new long[5_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Math.exp(random.nextGaussian() * 3 + 12);
      histogram.record(values[i], 1);
    }
    Arrays.sort(values);

    Histogram.Snapshot snapshot = histogram.snapshot();

    for (double quantile : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = values[(int) Math.ceil(quantile * values.length) - 1];
      long known = snapshot.quantile(quantile);
      assertTrue(known >= exact, quantile + ": " + known + " for " + exact);
      assertTrue(
          known <= exact * (1 + Histogram.PRECISION_PERCENT / 100),
          quantile + ": " + known + " for " + exact);
    }
    assertEquals(values[values.length - 1], snapshot.greatest());
  }

  @Test
  void shouldCountUpToBounds() {
    Histogram histogram = new Histogram(1L << 20);
    for (long value : new long[] {0, 1, 10, 10, 1_000, 100_000}) {
      histogram.record(value, 1);
    }

    assertArrayEquals(
        new long[] {1, 4, 4, 5, 6},
        histogram.snapshot().countsUpTo(new long[] {0, 10, 900, 1_100, 1L << 20}));
  }

  @Test
  void shouldKeepValuesInItsBounds() {
    Histogram histogram = new Histogram(100);
    histogram.record(-5, 1);
    histogram.record(1_000_000, 1);

    assertEquals(0, histogram.snapshot().quantile(0.5));
    assertEquals(100, histogram.snapshot().quantile(1));
    assertEquals(100, histogram.snapshot().greatest());
    assertThrows(IllegalArgumentException.class, () -> new Histogram(31));
    assertThrows(IllegalArgumentException.class, () -> histogram.snapshot().quantile(1.1));
    assertThrows(IllegalArgumentException.class, () -> histogram.snapshot().quantile(Double.NaN));
  }

  @Test
  void shouldShowReadersNothingThatWasNotRecorded() throws Exception {
    int recordCount = 2_000_000;
    int readerCount = 3;
    Histogram histogram = new Histogram(1_000);
    CyclicBarrier start = new CyclicBarrier(readerCount + 1);
    ExecutorService readers = Executors.newFixedThreadPool(readerCount);
    try {
      List<Future<Long>> lastCounts = new ArrayList<>();
      for (int i = 0; i < readerCount; i++) {
        lastCounts.add(
            readers.submit(
                () -> {
                  start.await();
                  long count = 0;
                  while (count < recordCount) {
                    Histogram.Snapshot snapshot = histogram.snapshot();
                    assertTrue(snapshot.count() >= count, "counts never go back");
                    count = snapshot.count();
                    assertTrue(snapshot.sum() >= 3.0 * count, "what is counted is in the sum");
                    long median = snapshot.quantile(0.5);
                    assertTrue(count == 0 || median == 3 || median == 8, "median " + median);
                  }
                  return count;
                }));
      }
      start.await();
      for (int i = 0; i < recordCount; i++) {
        histogram.record((i & 1) == 0 ? 3 : 8, 1);
      }

      for (Future<Long> last : lastCounts) {
        assertEquals(recordCount, last.get(30, TimeUnit.SECONDS));
      }
    } finally {
      readers.shutdownNow();
    }
    assertEquals(11.0 * recordCount / 2, histogram.snapshot().sum());
  }
}
