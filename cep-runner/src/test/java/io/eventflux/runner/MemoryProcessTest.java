package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a process whose memory is full, and to one that has a limit. */
class MemoryProcessTest {
  private static final long DEADLINE_SECONDS = 120;
  private static final String FULL = "error: " + MemoryExit.SENTENCE + "\n";
  private static final long MIB = 1L << 20;

  @TempDir Path folder;

  /** What a process left behind. */
  private record Ended(int exitCode, String err, long residentMaxBytes) {}

  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    if (Runtime.version().feature() >= 22) {
      // As the script does; RocksDB is native, and Java warns about that.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private Ended run(List<String> command) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err.toFile())
            .start();
    long residentMaxBytes = 0;
    long startNanos = System.nanoTime();
    try {
      while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
        residentMaxBytes = Math.max(residentMaxBytes, residentMaxBytes(process));
        assertTrue(
            System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS),
            "the process ends");
      }
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(), Files.readString(err, StandardCharsets.UTF_8), residentMaxBytes);
  }

  /** The most that was resident so far; 0 where the system does not say. */
  private static long residentMaxBytes(Process process) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    } catch (NoSuchFileException noSuchProcess) {
      return 0;
    }
    return 0;
  }

  /** An app whose table grows with each row: it needs about 100 bytes for each. */
  private Path growingApp(int rowCount) throws IOException {
    return Files.writeString(
        folder.resolve("growing.eventflux"),
        """
        CREATE STREAM S (n BIGINT) WITH (type = 'source', extension = 'generator',
          'generator.rows' = '%d', 'generator.column.n' = 'sequence()');
        CREATE TABLE Names (n BIGINT PRIMARY KEY, name VARCHAR) WITH (extension = 'inMemory');
        CREATE STREAM Out (n BIGINT, total BIGINT)
        WITH (type = 'sink', extension = 'file', format = 'csv', 'file.path' = 'out.csv');
        INSERT INTO Names SELECT n, 'customer ' || CAST(n AS VARCHAR) AS name FROM S;
        INSERT INTO Totals SELECT n, SUM(n) AS total FROM S;
        INSERT INTO Out SELECT n, total FROM Totals WHERE n %% 100 = 0;
        """
            .formatted(rowCount));
  }

  @Test
  void shouldEndWith71WhicheverThreadFillsTheMemory() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java("-Xmx16m"));
    command.add(MemoryExhausted.class.getName());

    Ended ended = run(command);

    assertEquals(71, ended.exitCode(), ended::err);
    assertEquals(FULL, ended.err());
  }

  /**
   * Where checkpoints are taken by the thread that does everything, they must not be all it does.
   */
  @ParameterizedTest
  @CsvSource({"0, 20ms", "1, 120ms"})
  void shouldGoOnFromItsCheckpointWhenTheMemoryWasFull(String threads, String interval)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            EventFluxCommand.class.getName(),
            "run",
            "-q",
            "--threads",
            threads,
            "--state-dir",
            "state",
            growingApp(1_000_000).toString());
    List<String> small = new ArrayList<>(java("-Xmx128m"));
    small.addAll(arguments);
    small.addAll(List.of("--checkpoint-interval", interval));
    List<String> large = new ArrayList<>(java("-Xmx640m"));
    large.addAll(arguments);

    Ended first = run(small);
    Ended again = run(small);
    long committedBytes = Files.size(folder.resolve("out.csv"));
    Ended last = run(large);

    assertEquals(71, first.exitCode(), first::err);
    assertEquals(FULL, first.err());
    assertEquals(71, again.exitCode(), again::err);
    assertTrue(committedBytes > 0, "there is a checkpoint to go on from");
    assertEquals(0, last.exitCode(), last::err);
    StringBuilder expected = new StringBuilder();
    for (long n = 100; n <= 1_000_000; n += 100) {
      expected.append(n).append(',').append(n * (n + 1) / 2).append('\n');
    }
    assertArrayEquals(
        expected.toString().getBytes(StandardCharsets.UTF_8),
        Files.readAllBytes(folder.resolve("out.csv")));
  }

  @Test
  void shouldStayBelowItsMemoryLimitUntilItIsFull() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "the system does not say what it holds");
    // The script as it is, with a Java that knows where our classes are.
    Path script = folder.resolve("eventflux");
    Files.copy(Path.of("..", "eventflux"), script);
    Files.createDirectories(folder.resolve("cep-runner/target/dist/lib"));
    Files.writeString(folder.resolve("cep-runner/target/dist/lib/cep-runner-1.jar"), "");
    Path java = folder.resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nCLASSPATH='"
            + System.getProperty("java.class.path")
            + "'\nexport CLASSPATH\nfor word in \"$@\"; do\n  shift\n  case $word in\n"
            + "    -cp | */cep-runner-1.jar) ;;\n    *) set -- \"$@\" \"$word\" ;;\n  esac\ndone\n"
            + "exec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        List.of(
            "/usr/bin/env",
            "EVENTFLUX_JAVA=" + java,
            "EVENTFLUX_ARCHIVE=off",
            "EVENTFLUX_OPTS=",
            script.toString(),
            "run",
            "-q",
            "--memory-limit",
            "320MiB",
            "--state-dir",
            "state",
            growingApp(100_000_000).toString());

    Ended ended = run(command);

    assertEquals(71, ended.exitCode(), ended::err);
    assertEquals(FULL, ended.err());
    assertTrue(
        ended.residentMaxBytes() > 128 * MIB && ended.residentMaxBytes() < 320 * MIB,
        () -> "residentMaxBytes=" + ended.residentMaxBytes());
  }
}
