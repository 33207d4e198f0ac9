package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own can show: signals, and a reader that goes away. */
class ProcessTest {
  private static final long DEADLINE_SECONDS = 60;

  /** Endless, and slow enough that no pipe fills while nobody looks. */
  private static final String ENDLESS =
      "CREATE STREAM S (n BIGINT) WITH (type = 'source', extension = 'generator',"
          + " 'generator.rate' = '50', 'generator.column.n' = 'sequence()');\n"
          + "INSERT INTO T SELECT n FROM S;\n";

  @TempDir Path folder;

  private Path app;
  private Path err;

  @BeforeEach
  void writeApp() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
    app = Files.writeString(folder.resolve("endless.eventflux"), ENDLESS);
    err = folder.resolve("err");
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        EventFluxCommand.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void shouldFinishAndEndWithZeroOnASignal(String signal) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command()).redirectError(err.toFile()).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertNotNull(out.readLine(), () -> "rows come out: " + read(err));
      send(signal, process);
      String last = null;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
      }
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");
      assertTrue(last == null || last.endsWith("}"), "the last row is whole");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(err));
    assertTrue(read(err).endsWith(" 0 errors: stopped by a signal\n"), () -> read(err));
  }

  @Test
  void shouldEndAtOnceOnASecondSignal() throws IOException, InterruptedException {
    // Nobody reads after the first row, so the rows under way cannot be written.
    Files.writeString(app, ENDLESS.replace("'generator.rate' = '50', ", ""));
    Process process = new ProcessBuilder(command()).redirectError(err.toFile()).start();
    try {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertNotNull(out.readLine(), () -> "rows come out: " + read(err));
      send("TERM", process);
      send("INT", process);
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(130, process.exitValue(), () -> read(err));
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
        .start()
        .waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(java());
    command.add(app.toString());
    return command;
  }

  @Test
  void shouldEndQuietlyWhenTheReaderHasGone() throws IOException, InterruptedException {
    Path status = folder.resolve("status");
    String line =
        "{ '" + String.join("' '", command()) + "' -q; echo $? > '" + status + "'; } | head -n 1";
    Process process = new ProcessBuilder("/bin/sh", "-c", line).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");

    assertEquals(1, out.lines().count());
    assertEquals("", read(err));
    assertEquals("0\n", read(status));
  }

  @Test
  void shouldLogInOneLineThatNamesNoClass() throws IOException, InterruptedException {
    String text =
        "CREATE STREAM S (n BIGINT) WITH (type = 'source', extension = 'generator',"
            + " 'generator.rows' = '1100000', 'generator.column.n' = 'sequence()');\n"
            + "from every a=S -> b=S[n < 0] select a.n insert into T;\n";
    List<String> command = new java.util.ArrayList<>(java());
    command.addAll(List.of("run", "-q", "-c", text));
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");

    List<String> lines = read(err).lines().toList();
    assertTrue(!lines.isEmpty(), "something was logged");
    for (String line : lines) {
      assertTrue(line.startsWith("WARNING: place=query_1/pattern: "), line);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
