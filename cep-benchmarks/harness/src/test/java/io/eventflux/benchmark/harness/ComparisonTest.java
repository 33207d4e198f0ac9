package io.eventflux.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.benchmark.harness.Entrant.Engine;
import io.eventflux.benchmark.harness.TrialReport.Latency;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  @Test
  void shouldReadItsCommandLine() {
    String[] args = {"w3", "--events", "500_000", "--latency", "2", "--class-path", "esper=a:b=c"};

    Comparison.Options options = Comparison.parse(args);

    assertEquals(List.of(Question.W3), options.questions);
    assertEquals(500_000, options.runTrades);
    assertEquals(2_000, options.pacedMillis);
    assertEquals(Map.of(Engine.ESPER, "a:b=c"), options.classPaths);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--runs none | '--runs' needs a whole number from 1 to 10000, not 'none'",
        "--runs 0 | '--runs' needs a whole number from 1 to 10000, not '0'",
        "--runs | '--runs' needs a value",
        "--class-path x | '--class-path' needs ENGINE=PATH, not 'x'",
        "W9 | there is no option and no workload 'W9'; workloads: [W1, W2, W3, W5, W11], options:"
            + " --quick, --events N, --runs N, --latency SECONDS, --rate N, --core N",
      })
  void shouldRefuseInOneSentence(String line, String message) {
    Comparison.UsageException refusal =
        assertThrows(
            Comparison.UsageException.class, () -> Comparison.parse(line.strip().split(" ", -1)));

    assertEquals(message, refusal.getMessage());
  }

  @Test
  void shouldReadTheReportOfAnotherProcess() throws IOException {
    TrialReport report =
        new TrialReport(
            "3 rows, digest a=b",
            1_000,
            7,
            new Spread(1.5, 1, 2),
            new Spread(2.5, 2, 3),
            4,
            0.125,
            new Latency(1, 2, 3, 4, false));

    assertEquals(report, read("a log line\n" + printed(report)));
    assertNull(read("@answers=3 rows\nException in thread main"));
  }

  private static @Nullable TrialReport read(String lines) throws IOException {
    return TrialReport.read(new BufferedReader(new StringReader(lines)));
  }

  private static String printed(TrialReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
