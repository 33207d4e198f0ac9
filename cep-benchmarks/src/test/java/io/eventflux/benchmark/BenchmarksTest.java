package io.eventflux.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.benchmark.harness.Entrant;
import io.eventflux.benchmark.harness.KnownAnswers;
import io.eventflux.benchmark.harness.Question;
import io.eventflux.core.column.ColumnBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark computes what it says it computes; how fast is not asked here. */
class BenchmarksTest {
  @ParameterizedTest
  @CsvSource({"W1, 19942", "RUNNING, 40000", "W2, 40000", "W3, 3644", "W5, 8286", "W11, 3028"})
  void shouldGiveTheSameRowsByEngineAndByHand(Workload workload, int rowCount) {
    ColumnBatch trades = Trades.generate(40_000, 7);

    String rows = workload.check(workload.compile(), trades);

    assertEquals(rowCount + " rows", rows.replaceFirst(",.*", ""));
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheKnownAnswersInEveryWayOfTheComparison(Question question) throws Exception {
    Map<Entrant, String> expected = new TreeMap<>();
    Map<Entrant, String> answers = new TreeMap<>();

    for (Entrant entrant :
        List.of(Entrant.BY_HAND, Entrant.EVENTFLUX_BULK, Entrant.EVENTFLUX_SEND)) {
      expected.put(entrant, KnownAnswers.to(question));
      answers.put(entrant, KnownAnswers.of(question, entrant, EngineTrial::start));
    }

    assertEquals(expected, answers);
  }

  @Test
  void shouldGiveTheSameTradesForTheSameSeed() {
    Digest first = new Digest();
    Digest second = new Digest();

    first.onRows(Trades.generate(1_000, 3), 0, 1_000);
    second.onRows(Trades.generate(1_000, 3), 0, 1_000);

    assertEquals(first.toString(), second.toString());
  }

  @Test
  void shouldPassTheSameRowsByKernelAndByHand() {
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.generate();

    Digest byHand = new Digest();
    byHand.onRows(benchmark.out(), 0, benchmark.byHand());
    Digest generated = new Digest();
    generated.onRows(benchmark.out(), 0, benchmark.generated());

    assertEquals(byHand.toString(), generated.toString());
  }

  @Test
  void shouldReadAllRowsThatWerePublished() throws InterruptedException {
    JunctionBenchmark benchmark = new JunctionBenchmark();
    benchmark.create();

    long within = benchmark.withinOneThread();
    benchmark.end();
    benchmark.create();
    long between = benchmark.betweenThreads();
    benchmark.end();

    assertEquals(
        List.of((long) JunctionBenchmark.ROW_COUNT, (long) JunctionBenchmark.ROW_COUNT),
        List.of(within, between));
  }

  @Test
  void shouldSendOneEventAndARange() {
    SendBenchmark benchmark = new SendBenchmark();
    benchmark.start();

    ColumnBatch trades = Trades.generate(SendBenchmark.RANGE_ROWS, 42);
    Tally passing = new Tally();
    Workload.W1.runHandWritten(trades, passing);
    long one = benchmark.one();
    long range = benchmark.range();
    benchmark.stop();

    assertEquals(1, one);
    assertEquals(1 + passing.rowCount(), range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void shouldDecodeTheTradesThatWereEncoded(String format) throws Exception {
    DecodeBenchmark benchmark = new DecodeBenchmark();
    benchmark.format = format;
    benchmark.encode();

    ColumnBatch decoded = benchmark.decode(new DecodeBenchmark.Volume());

    assertEquals(columns(Trades.generate(DecodeBenchmark.RECORD_COUNT, 42)), columns(decoded));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void shouldEncodeOneLineForEachTrade(String format) throws Exception {
    EncodeBenchmark benchmark = new EncodeBenchmark();
    benchmark.format = format;
    benchmark.generate();
    ByteArrayOutputStream text = new ByteArrayOutputStream();

    benchmark.encode(text);

    assertEquals(
        EncodeBenchmark.RECORD_COUNT, text.toString(StandardCharsets.UTF_8).lines().count());
  }

  private static List<List<Object>> columns(ColumnBatch batch) {
    List<List<Object>> columns = new ArrayList<>();
    for (int c = 0; c < Trades.SCHEMA.size(); c++) {
      List<Object> values = new ArrayList<>();
      for (int row = 0; row < batch.capacity(); row++) {
        values.add(batch.column(c).boxed(row));
      }
      columns.add(values);
    }
    return columns;
  }
}
