package io.eventflux.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The numbers in the tables are what their headings say. */
class MeasuresTest {
  @Test
  void shouldFindPercentilesWithinABucket() {
    SplittableRandom random = new SplittableRandom(5);
    LatencyHistogram histogram = new LatencyHistogram();
    long[] all = new long[10_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = random.nextLong(1L << random.nextInt(1, 40));
      histogram.record(all[i]);
    }
    Arrays.sort(all);

    for (double fraction : new double[] {0.01, 0.5, 0.99, 0.999}) {
      long exact = all[(int) Math.ceil(all.length * fraction) - 1];
      long found = histogram.atFraction(fraction);
      assertTrue(
          exact <= found && found <= exact + exact / 64 + 1,
          () -> "seed 5, fraction " + fraction + ": " + found + " for " + exact);
    }
    assertEquals(all[all.length - 1], histogram.max());
    assertEquals(histogram.max(), histogram.atFraction(1));
  }

  @Test
  void shouldFindMedianAndQuartiles() {
    Spread spread = Spread.of(new double[] {5, 1, 4, 2, 300});

    assertEquals(new Spread(4, 2, 5), spread);
    assertEquals(spread, Spread.parse(spread.format()));
    assertEquals("4.00 (2.00 to 5.00)", spread.toString());
    assertEquals("12.3 (0.12 to 1,235)", new Spread(12.34, 0.123, 1234.5).toString());
  }

  @Test
  void shouldDigestRowsInAnyOrder() {
    String one = digest(List.of("A", "B"), List.of(1L, 2L));

    assertEquals(one, digest(List.of("B", "A"), List.of(2L, 1L)));
    assertNotEquals(one, digest(List.of("A", "B"), List.of(2L, 1L)));
    assertTrue(one.startsWith("2 rows, digest "), one);
  }

  private static String digest(List<String> texts, List<Long> numbers) {
    AnswerDigest digest = new AnswerDigest();
    for (int i = 0; i < texts.size(); i++) {
      digest.text(texts.get(i));
      digest.number(numbers.get(i));
      digest.endRow();
    }
    return digest.toString();
  }
}
