package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern METRICS_ADDRESS = Pattern.compile("metrics at (\\S+)\\n");

  private static final int SIGINT = 2;

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
    assumeFalse(signal.equals("INT") && isInterruptIgnored(), "SIGINT is ignored, as after nohup");
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

  /**
   * A process that a shell starts in the background has SIGINT ignored, and so have its children.
   */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        String mask = line.substring("SigIgn:".length()).trim();
        return (Long.parseUnsignedLong(mask, 16) & (1L << (SIGINT - 1))) != 0;
      }
    }
    return false;
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

  private static void assumeFullDevice() {
    assumeTrue(Files.isWritable(Path.of("/dev/full")), "there is no /dev/full");
  }

  @Test
  void shouldWaitForRoomAndEndWith71WhenItIsStopped() throws IOException, InterruptedException {
    assumeFullDevice();
    String sink =
        "CREATE STREAM T (n BIGINT) WITH (type = 'sink', extension = 'file', format = 'csv',"
            + " 'file.path' = '/dev/full');\n";
    Files.writeString(app, sink + ENDLESS);
    Process process = new ProcessBuilder(command()).redirectError(err.toFile()).start();
    try {
      while (!read(err).contains("sources are not read until there is room")) {
        assertTrue(process.isAlive(), () -> read(err));
        TimeUnit.MILLISECONDS.sleep(10);
      }
      send("TERM", process);
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");
    } finally {
      process.destroyForcibly();
    }

    assertEquals(71, process.exitValue(), () -> read(err));
    assertTrue(
        read(err)
            .contains(
                "warning: the disk is full; sources are not read until there is room."
                    + " sink/T/0: No space left on device\n"),
        () -> read(err));
    assertTrue(
        read(err)
            .endsWith(
                "error: sink 'file' of stream 'T' cannot write: writing the file '/dev/full'"
                    + " failed: No space left on device\n"),
        () -> read(err));
  }

  @Test
  void shouldEndWith71WhenStandardOutputHasNoRoom() throws IOException, InterruptedException {
    assumeFullDevice();
    Process process =
        new ProcessBuilder(command())
            .redirectOutput(Path.of("/dev/full").toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");
    } finally {
      process.destroyForcibly();
    }

    assertEquals(71, process.exitValue(), () -> read(err));
    assertTrue(
        read(err).endsWith("error: standard output cannot be written: No space left on device\n"),
        () -> read(err));
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

  @Test
  void shouldAnswerOverHttpWhileItRunsAndEndWithTheApp() throws Exception {
    List<String> command = command();
    command.addAll(List.of("--metrics-port", "0"));
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertNotNull(out.readLine(), () -> "rows come out: " + read(err));
      Matcher address = METRICS_ADDRESS.matcher(read(err));
      assertTrue(address.find(), () -> read(err));
      URI metrics = URI.create(address.group(1));
      HttpClient client = HttpClient.newHttpClient();

      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());

      assertEquals(200, reply.statusCode());
      assertTrue(reply.body().contains("eventflux_app_running{app=\"app\"} 1.0\n"), reply.body());
      assertEquals(
          200,
          client
              .send(
                  HttpRequest.newBuilder(metrics.resolve("/ready")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode());

      send("TERM", process);
      out.lines().forEach(line -> assertTrue(line.endsWith("}"), line));
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(err));
  }

  @Test
  void shouldLoadNothingOfHttpAndMetricsLibrariesUnlessAsked()
      throws IOException, InterruptedException {
    assertEquals(List.of(), libraryClassesLoaded());
    List<String> loaded = libraryClassesLoaded("--metrics-port", "0");
    assertTrue(loaded.stream().anyMatch(name -> name.startsWith("io.micrometer.")));
    assertTrue(loaded.stream().anyMatch(name -> name.startsWith("sun.net.httpserver.")));
  }

  private List<String> libraryClassesLoaded(String... options)
      throws IOException, InterruptedException {
    Path log = folder.resolve("classes");
    List<String> command = new ArrayList<>(java());
    command.add(1, "-Xlog:class+load:file=" + log);
    command.addAll(
        List.of(
            "run",
            "-c",
            "CREATE STREAM S (x INT); INSERT INTO S VALUES (1); INSERT INTO T SELECT x FROM S;"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "the process ends");
    assertEquals(0, process.exitValue(), () -> read(err));
    assertTrue(read(log).contains("io.eventflux.runner.RunCommand"), "the log is there");
    return Pattern.compile(
            "(?:io\\.micrometer|io\\.prometheus|(?:com\\.)?sun\\.net\\.httpserver)\\.\\S+")
        .matcher(read(log))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
