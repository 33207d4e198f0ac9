package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.eventflux.runner.Console;
import io.eventflux.runner.EventFluxCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every example as the command line does. Its scenarios are run by {@code ScenarioTest}, the
 * commands of its page by {@link DocumentationTest}.
 */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");

  private record Run(int exitCode, String out, String err) {}

  private static List<Path> folders() throws IOException {
    try (Stream<Path> found = Files.list(EXAMPLES)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Path app(Path folder) {
    return folder.resolve(folder.getFileName() + ".eventflux");
  }

  private static Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        EventFluxCommand.execute(
            new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                0,
                Map.of()),
            arguments);
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @TestFactory
  Stream<DynamicTest> shouldPrintWhatTheFileBesideItHolds() throws IOException {
    return folders().stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> printed(folder)));
  }

  private static void printed(Path folder) throws IOException {
    Path file = folder.resolve("expected.jsonl");

    Run run = run("run", "--quiet", app(folder).toString());

    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(file, run.out());
    }
    assertEquals(Files.readString(file), run.out());
  }

  @TestFactory
  Stream<DynamicTest> shouldPrintTheSameOnOneThreadRowByRow() throws IOException {
    return folders().stream()
        .map(
            folder ->
                dynamicTest(
                    folder.getFileName().toString(),
                    () ->
                        assertEquals(
                            run("run", "-q", app(folder).toString()),
                            run("run", "-q", "--threads=1", "--chunk=1", app(folder).toString()))));
  }

  @TestFactory
  Stream<DynamicTest> shouldCheckWithoutWarnings() throws IOException {
    return folders().stream()
        .map(
            folder ->
                dynamicTest(
                    folder.getFileName().toString(),
                    () ->
                        assertEquals(
                            new Run(0, "", ""), run("check", "-q", app(folder).toString()))));
  }

  @TestFactory
  Stream<DynamicTest> shouldHaveAPageAndScenarios() throws IOException {
    return folders().stream()
        .map(
            folder ->
                dynamicTest(
                    folder.getFileName().toString(),
                    () -> {
                      assertTrue(Files.exists(folder.resolve("README.md")), "README.md");
                      assertTrue(
                          Files.exists(folder.resolve(folder.getFileName() + ".scenario")),
                          "scenarios");
                    }));
  }
}
