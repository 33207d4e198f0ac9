package io.eventflux.extension.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.core.time.EngineClock;
import io.eventflux.extension.conformance.RecordingSourceContext;
import io.eventflux.extension.conformance.SourceConformance;
import io.eventflux.extension.format.CsvFormat;
import io.eventflux.query.type.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratorSourceTest extends SourceConformance {
  private static final RowSchema TRADES =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.INT),
              new Field("id", Type.LONG),
              new Field("rank", Type.INT),
              new Field("fee", new Type.Decimal(6, 2)),
              new Field("ok", Type.BOOL),
              new Field("user", Type.STRING),
              new Field("ts", Type.TIMESTAMP)));

  private static final Map<String, String> RULES =
      Map.of(
          "column.symbol", "choice(IBM, MSFT, 'A, B')",
          "column.price", "walk(100, 0.5)",
          "column.volume", "uniform(10, 20)",
          "column.id", "sequence(7, 2)",
          "column.rank", "zipf(1000)",
          "column.fee", "normal(5, 1)",
          "column.ok", "chance(0.9)",
          "column.user", "zipf(50, 1.5)",
          "column.ts", "timestamp");

  @Override
  protected SourceProvider provider() {
    return new GeneratorSourceProvider();
  }

  @Override
  protected Map<String, String> options() {
    Map<String, String> options = new HashMap<>(RULES);
    options.put("rows", "25");
    options.put("batch.rows", "1");
    options.put("seed", "42");
    return options;
  }

  @Override
  protected RecordingSourceContext newContext() {
    return new RecordingSourceContext(TRADES, null);
  }

  @Test
  void shouldMakeTheSameRowsForASeedForEver() throws IOException {
    assertEquals(
        """
        MSFT,100.0,12,7,236,4.68,true,user6,2025-01-01 00:00:00.000
        MSFT,99.65,16,9,373,4.77,true,user3,2025-01-01 00:00:01.000
        "A, B",99.36,17,11,1,2.43,true,user4,2025-01-01 00:00:02.000
        MSFT,98.27,15,13,270,4.90,true,user1,2025-01-01 00:00:03.000
        "A, B",98.83,12,15,154,7.10,true,user8,2025-01-01 00:00:04.000
        """,
        csv(TRADES, withRows(RULES, 5, 42)));
    assertNotEquals(csv(TRADES, withRows(RULES, 5, 42)), csv(TRADES, withRows(RULES, 5, 43)));
  }

  @Test
  void shouldKeepAColumnWhenOthersChange() throws IOException {
    RowSchema priceOnly = new RowSchema(List.of(TRADES.field(1)));
    RecordingSourceContext alone =
        run(priceOnly, withRows(Map.of("column.price", "walk(100, 0.5)"), 20, 42));
    RecordingSourceContext together = run(TRADES, withRows(RULES, 20, 42));

    assertEquals(
        together.rows().stream().map(row -> row.get(1)).toList(),
        alone.rows().stream().map(row -> row.get(0)).toList());
  }

  @Test
  void shouldStayInsideTheRangesOfTheRules() throws IOException {
    RecordingSourceContext context = run(TRADES, withRows(RULES, 20_000, 1));
    Map<Object, Integer> symbols = new HashMap<>();
    Map<Object, Integer> volumes = new HashMap<>();
    Map<Object, Integer> ranks = new HashMap<>();
    int trueCount = 0;
    double feeSum = 0;
    for (int i = 0; i < context.rows().size(); i++) {
      List<@Nullable Object> row = context.rows().get(i);
      symbols.merge(row.get(0), 1, Integer::sum);
      assertTrue((Double) row.get(1) > 0);
      volumes.merge(row.get(2), 1, Integer::sum);
      assertEquals(7L + 2L * i, row.get(3));
      ranks.merge(row.get(4), 1, Integer::sum);
      feeSum += ((Number) row.get(5)).doubleValue();
      trueCount += row.get(6) == Boolean.TRUE ? 1 : 0;
      assertEquals(1_735_689_600_000L + 1_000L * i, row.get(8));
      assertEquals(row.get(8), context.timestamps().get(i));
    }

    assertEquals(Set.of("IBM", "MSFT", "A, B"), symbols.keySet());
    symbols.values().forEach(count -> assertEquals(6_667, count, 350));
    assertEquals(11, volumes.size());
    assertTrue(volumes.containsKey(10) && volumes.containsKey(20));
    assertEquals(18_000, trueCount, 250);
    assertEquals(5.0, feeSum / 20_000, 0.05);
    // Zipf over 1,000 ranks: 1/H(1000) of all is 13.4 %, half of it 6.7 %.
    assertEquals(2_672, ranks.getOrDefault(1, 0), 250);
    assertEquals(1_336, ranks.getOrDefault(2, 0), 200);
    assertTrue(
        ranks.keySet().stream().allMatch(rank -> (Integer) rank >= 1 && (Integer) rank <= 1_000));
  }

  @Test
  void shouldFillEveryTypeWithoutRules() throws IOException {
    List<Field> fields =
        List.of(
            new Field("b", Type.BOOL),
            new Field("i", Type.INT),
            new Field("l", Type.LONG),
            new Field("f", Type.FLOAT),
            new Field("d", Type.DOUBLE),
            new Field("m", Type.DECIMAL),
            new Field("s", Type.STRING),
            new Field("at", Type.TIMESTAMP),
            new Field("day", Type.DATE),
            new Field("time", Type.TIME),
            new Field("gap", Type.INTERVAL));
    RecordingSourceContext context =
        run(
            new RowSchema(fields),
            Map.of("rows", "100", "start", "2025-03-01 10:15:00.250", "interval", "1 min"));

    assertTrue(context.rows().stream().noneMatch(row -> row.contains(null)));
    assertEquals(
        List.of(100L, 1740824100250L + 99 * 60_000, 1740787200000L, 42_840_250L),
        List.of(
            context.rows().get(99).get(2),
            context.rows().get(99).get(7),
            context.rows().get(99).get(8),
            context.rows().get(99).get(9)));
  }

  @Test
  void shouldKeepToTheRate() throws IOException {
    long[] nanos = {0};
    int[] delivered = {0};
    SourceContext context = pacedContext(nanos, delivered);
    Source source = provider().create(new ConnectorOptions(Map.of("rate", "100", "rows", "1000")));
    source.open(context);

    assertEquals(Source.Poll.MORE, source.poll());
    assertEquals(1, delivered[0]);
    assertEquals(Source.Poll.IDLE, source.poll());
    nanos[0] = 50_000_000L;
    assertEquals(Source.Poll.MORE, source.poll());
    assertEquals(6, delivered[0]);
    nanos[0] = 3_600_000_000_000L;
    assertEquals(Source.Poll.MORE, source.poll());
    assertEquals(1_000, delivered[0]);
    assertEquals(Source.Poll.END, source.poll());
    source.close();
  }

  @Test
  void shouldStartNowAndRememberWhen() throws IOException {
    Map<String, String> options =
        Map.of("rows", "3", "start", "now", "rate", "4", "batch.rows", "1");
    Source source = provider().create(new ConnectorOptions(options));
    RecordingSourceContext context = newContext();
    source.open(context);
    source.poll();

    assertEquals(List.of(RecordingSourceContext.NOW_MILLIS), context.timestamps());
    assertEquals("row=1,start=" + RecordingSourceContext.NOW_MILLIS, source.position());
    source.close();

    RecordingSourceContext later = newContext();
    Source resumed = provider().create(new ConnectorOptions(options));
    resumed.seek("row=1,start=1000");
    resumed.open(later);
    resumed.poll();
    assertEquals(List.of(1_250L), later.timestamps());
    resumed.close();
  }

  @Test
  void shouldSayWhatIsWrongWithARule() {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put(
        "uniform(5)",
        "rule 'uniform(5)' of column 'price' does not work: it takes 2 to 3 arguments");
    cases.put(
        "uniform(5, x)",
        "rule 'uniform(5, x)' of column 'price' does not work: 'x' is not a number");
    cases.put(
        "uniform(5, 4)",
        "rule 'uniform(5, 4)' of column 'price' does not work: its first number must not be above"
            + " its second");
    cases.put(
        "normal(5, -1)",
        "rule 'normal(5, -1)' of column 'price' does not work: '-1' must not be negative");
    cases.put(
        "zipf(0)",
        "rule 'zipf(0)' of column 'price' does not work: its count must be from 1 to 1000000");
    cases.put(
        "chance(0.5)",
        "rule 'chance(0.5)' of column 'price' does not work: it cannot fill a column of type DOUBLE");
    cases.put(
        "choice(1, b)",
        "rule 'choice(1, b)' of column 'price' does not work: 'b' is not a value of type DOUBLE");
    cases.put(
        "unifrom(1, 2)",
        "there is no rule 'unifrom' for column 'price'; rules are uniform, normal, sequence, choice,"
            + " zipf, walk, chance, constant and timestamp");
    cases.forEach(
        (rule, message) -> {
          ConnectorException failure =
              assertThrows(
                  ConnectorException.class, () -> run(TRADES, Map.of("column.price", rule)));
          assertEquals(message, failure.getMessage());
          assertEquals(ConnectorException.Category.CONFIGURATION, failure.category());
        });
    assertEquals(
        "option 'column.prize' names no column of the stream",
        assertThrows(
                ConnectorException.class,
                () -> run(TRADES, Map.of("column.prize", "uniform(1, 2)")))
            .getMessage());
    assertEquals(
        "options 'template' and 'column.a' cannot be used together",
        assertThrows(
                ConnectorException.class,
                () -> run(TRADES, Map.of("template", "iot", "column.a", "timestamp")))
            .getMessage());
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    Map<Map<String, String>, String> cases = new LinkedHashMap<>();
    for (String rule : List.of("uniform(1, 2", "(1)", "", "uniform(1,,2)", "choice('a)", "a b")) {
      cases.put(
          Map.of("column.price", rule),
          "option 'column.price' takes a rule such as 'uniform(10, 20)', not '" + rule + "'");
    }
    cases.put(Map.of("rate", "0"), "option 'rate' takes a whole number of at least 1, not '0'");
    cases.put(Map.of("rows", "-5"), "option 'rows' takes a whole number of at least 0, not '-5'");
    cases.put(
        Map.of("start", "tomorrow"),
        "option 'start' takes a time such as '2025-01-01 00:00:00', or 'now', not 'tomorrow'");
    cases.put(
        Map.of("template", "weather"),
        "option 'template' takes one of fraud, market, iot, not 'weather'");
    cases.forEach(
        (options, message) ->
            assertEquals(
                message,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> provider().create(new ConnectorOptions(options)))
                    .getMessage()));
  }

  @Test
  void shouldMatchTheColumnsOfATemplateByName() throws IOException {
    RowSchema some =
        new RowSchema(List.of(new Field("price", Type.DOUBLE), new Field("symbol", Type.STRING)));
    RecordingSourceContext whole =
        run(
            GeneratorTemplates.named("market").orElseThrow().schema(),
            Map.of("template", "market", "rows", "50"));
    RecordingSourceContext part = run(some, Map.of("template", "Market", "rows", "50"));

    assertEquals(
        whole.rows().stream().map(row -> List.of(row.get(1), row.get(0))).toList(), part.rows());
    assertEquals(
        "the template has no column 'id'; it has card, amount, merchant, country, ts",
        assertThrows(
                ConnectorException.class,
                () ->
                    run(
                        new RowSchema(List.of(new Field("id", Type.LONG))),
                        Map.of("template", "fraud")))
            .getMessage());
    assertEquals(
        "column 'amount' of the template is DOUBLE, not INT",
        assertThrows(
                ConnectorException.class,
                () ->
                    run(
                        new RowSchema(List.of(new Field("amount", Type.INT))),
                        Map.of("template", "fraud")))
            .getMessage());
  }

  private static Map<String, String> withRows(Map<String, String> rules, int rows, int seed) {
    Map<String, String> options = new HashMap<>(rules);
    options.put("rows", "" + rows);
    options.put("seed", "" + seed);
    return options;
  }

  private RecordingSourceContext run(RowSchema schema, Map<String, String> options)
      throws IOException {
    RecordingSourceContext context = new RecordingSourceContext(schema, null);
    try (Source source = provider().create(new ConnectorOptions(options))) {
      source.open(context);
      drain(source);
    }
    return context;
  }

  private String csv(RowSchema schema, Map<String, String> options) throws IOException {
    RecordingSourceContext context = run(schema, options);
    ColumnBatch batch = new ColumnBatch(schema, context.rows().size());
    for (int row = 0; row < context.rows().size(); row++) {
      for (int c = 0; c < schema.size(); c++) {
        batch.column(c).setBoxed(row, context.rows().get(row).get(c));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CsvFormat()
        .encoder(schema, new ConnectorOptions(Map.of()))
        .encode(batch, 0, context.rows().size(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static SourceContext pacedContext(long[] nanos, int[] delivered) {
    return new SourceContext() {
      @Override
      public RowSchema schema() {
        return TRADES;
      }

      @Override
      public @Nullable Decoder decoder() {
        return null;
      }

      @Override
      public Path resolve(String path) {
        return Path.of(path);
      }

      @Override
      public EngineClock clock() {
        return new EngineClock() {
          @Override
          public long millis() {
            return nanos[0] / 1_000_000;
          }

          @Override
          public long nanos() {
            return nanos[0];
          }
        };
      }

      @Override
      public void deliver(ColumnBatch batch, int rowCount, long sizeBytes) {
        delivered[0] += rowCount;
      }

      @Override
      public void reject(RejectedEvent event) {
        throw new AssertionError(event.reason());
      }
    };
  }
}
