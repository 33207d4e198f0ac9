package io.eventflux.runner.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.fault.FailPoint;
import io.eventflux.runner.EventFluxCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on standard output are seen at least once, whenever a process dies. */
class PrintedRowsKillTest {
  private static final int ROW_COUNT = 300_000;
  private static final long DEADLINE_SECONDS = 120;

  private static final String SOURCE =
      "CREATE STREAM Numbers (n BIGINT) WITH (type = 'source', extension = 'file',"
          + " format = 'csv', 'file.path' = 'numbers.csv');\n";
  private static final String SINK =
      "CREATE STREAM Seen (n BIGINT) WITH (type = 'sink', extension = 'file', format = 'json',"
          + " 'file.path' = '-');\n";
  private static final String QUERY = "INSERT INTO Seen SELECT n FROM Numbers;\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv"})
  void shouldShowEveryPrintedRowThatACheckpointCovers(String format)
      throws IOException, InterruptedException {
    check(SOURCE + QUERY, format);
  }

  @Test
  void shouldShowEveryRowOfASinkThatACheckpointCovers() throws IOException, InterruptedException {
    check(SOURCE + SINK + QUERY, "jsonl");
  }

  private void check(String app, String format) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("app.eventflux"), app);
    StringBuilder numbers = new StringBuilder();
    for (int n = 0; n < ROW_COUNT; n++) {
      numbers.append(n).append('\n');
    }
    Files.writeString(folder.resolve("numbers.csv"), numbers);
    BitSet seen = new BitSet();

    // The only checkpoint is that behind the last row; it counts, and nothing happens after it.
    int crashed = run(format, seen, CrashingCommand.class, FailPoint.CHECKPOINT_STORED.name(), "0");
    int ended = run(format, seen, EventFluxCommand.class);

    assertEquals(CrashingCommand.KILLED, crashed);
    assertEquals(0, ended);
    assertEquals(ROW_COUNT, seen.nextClearBit(0), "the first number that nobody has seen");
  }

  /** Runs a process of its own; what it has printed in whole lines is seen. */
  private int run(String format, BitSet seen, Class<?> main, String... before)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(before));
    command.addAll(
        List.of("run", "-q", "--format", format, folder.resolve("app.eventflux").toString()));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    command.addAll(List.of("--state-backend", "file", "--checkpoint-interval", "1h"));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "a run does not end");
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(out, StandardCharsets.US_ASCII);
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .forEach(digits -> seen.set(Integer.parseInt(digits)));
    return process.exitValue();
  }
}
