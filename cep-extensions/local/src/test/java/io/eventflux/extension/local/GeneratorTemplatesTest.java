package io.eventflux.extension.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.extension.conformance.RandomRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Finds the planted anomalies again with slow, obvious code. */
class GeneratorTemplatesTest {
  private static final long START_MILLIS = 1_735_689_600_000L;
  private static final int ROW_COUNT = 20_000;

  @Test
  void shouldGiveEqualRowsInOrderForEqualSeedsHoweverTheyAreCut() {
    for (GeneratorTemplate template : GeneratorTemplates.all()) {
      ColumnBatch whole = new ColumnBatch(template.schema(), 3_000);
      template.generator(9, START_MILLIS).fill(whole, 3_000);
      RowGenerator cut = template.generator(9, START_MILLIS);
      ColumnBatch piece = new ColumnBatch(template.schema(), 7);
      List<List<@Nullable Object>> all = RandomRows.rows(whole, 3_000);
      long last = START_MILLIS;
      for (int from = 0; from + 7 <= 3_000; from += 7) {
        cut.fill(piece, 7);
        assertEquals(all.subList(from, from + 7), RandomRows.rows(piece, 7), template.name());
      }
      for (int row = 0; row < 3_000; row++) {
        long time = whole.timestamps()[row];
        assertTrue(time >= last, template.name());
        assertEquals(time, all.get(row).get(template.schema().indexOf("ts")));
        last = time;
      }
    }
  }

  @Test
  void shouldNameStreamsThatCanBeDefined() {
    assertEquals(
        List.of(
            "CREATE STREAM Transactions (card VARCHAR, amount DOUBLE, merchant VARCHAR, country"
                + " VARCHAR, ts TIMESTAMP)",
            "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, volume INT, venue VARCHAR, ts"
                + " TIMESTAMP)",
            "CREATE STREAM Readings (sensor VARCHAR, site VARCHAR, temperature DOUBLE, humidity"
                + " DOUBLE, battery INT, ts TIMESTAMP)"),
        GeneratorTemplates.all().stream().map(GeneratorTemplate::definition).toList());
  }

  @Test
  void shouldUseStolenCardsWithASmallAndThenALargeAmount() {
    Generated data = generate("fraud");
    Map<Object, List<Object>> probes = new HashMap<>();
    int found = 0;
    for (List<@Nullable Object> row : data.rows) {
      double amount = (Double) row.get(1);
      if (amount < 2) {
        probes.put(row.get(0), List.of(row.get(3), row.get(4)));
      } else if (amount > 1_000) {
        List<Object> probe = probes.remove(row.get(0));
        assertTrue(probe != null && (Long) row.get(4) - (Long) probe.get(1) <= 240_000);
        assertTrue(!probe.get(0).equals(row.get(3)));
        found++;
      }
    }

    assertEquals(data.anomalyCount, found);
    assertEquals(ROW_COUNT / 400.0, found, 10);
  }

  @Test
  void shouldLetSharesFallAndComeBack() {
    Generated data = generate("market");
    Map<Object, Deque<Double>> large = new HashMap<>();
    int found = 0;
    for (List<@Nullable Object> row : data.rows) {
      if ((Integer) row.get(2) < 2_000) {
        continue;
      }
      Deque<Double> prices = large.computeIfAbsent(row.get(0), symbol -> new ArrayDeque<>());
      prices.add((Double) row.get(1));
      if (prices.size() == 9) {
        List<Double> story = List.copyOf(prices);
        for (int i = 1; i < 9; i++) {
          assertTrue(i < 5 ? story.get(i) < story.get(i - 1) : story.get(i) > story.get(i - 1));
        }
        assertEquals(0.94, story.get(4) / story.get(8), 0.001);
        prices.clear();
        found++;
      }
    }

    assertEquals(data.anomalyCount, found);
    assertEquals(ROW_COUNT / 1_500.0, found, 5);
  }

  @Test
  void shouldOverheatMachinesAndSilenceTheirSensors() {
    Generated data = generate("iot");
    Map<Object, Integer> risen = new HashMap<>();
    Map<Object, Long> silentSince = new HashMap<>();
    int found = 0;
    for (List<@Nullable Object> row : data.rows) {
      Object sensor = row.get(0);
      double temperature = (Double) row.get(2);
      long time = (Long) row.get(5);
      Long since = silentSince.remove(sensor);
      assertTrue(since == null || time - since >= 600_000);
      if (temperature > 58) {
        int count = risen.merge(sensor, 1, Integer::sum);
        assertTrue(temperature >= 60 + 6.5 * (count - 1));
        if (count == 6) {
          assertTrue(temperature > 90);
          risen.remove(sensor);
          silentSince.put(sensor, time);
          found++;
        }
      } else {
        assertTrue(!risen.containsKey(sensor), "no ordinary reading while it rises");
      }
    }

    assertEquals(data.anomalyCount, found);
    assertEquals(ROW_COUNT / 1_000.0, found, 6);
  }

  private record Generated(List<List<@Nullable Object>> rows, long anomalyCount) {}

  private static Generated generate(String name) {
    GeneratorTemplate template = GeneratorTemplates.named(name).orElseThrow();
    RowGenerator generator = template.generator(1, START_MILLIS);
    ColumnBatch batch = new ColumnBatch(template.schema(), ROW_COUNT);
    generator.fill(batch, ROW_COUNT);
    return new Generated(RandomRows.rows(batch, ROW_COUNT), generator.anomalyCount());
  }
}
