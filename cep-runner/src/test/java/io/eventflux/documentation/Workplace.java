package io.eventflux.documentation;

import io.eventflux.runner.Console;
import io.eventflux.runner.EventFluxCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder in which a reader of a page works: it looks like the root of the repository and holds
 * the files that the page told the reader to write.
 */
final class Workplace {
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final String LAUNCHER = "./eventflux";

  /** Width of the terminal that pages show. */
  private static final int COLUMNS = 100;

  /** Options with a path that need not be there yet. */
  private static final Set<String> PLACES = Set.of("-o", "--state-dir");

  private final Path folder;

  Workplace(Path folder, Path root) throws IOException {
    this.folder = folder;
    for (String name : List.of("examples", "cep-runner/src/test/scenarios")) {
      copy(root.resolve(name), folder.resolve(name));
    }
    Files.writeString(folder.resolve("eventflux"), launcher());
    Files.setPosixFilePermissions(
        folder.resolve("eventflux"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> below = Files.walk(from)) {
      for (Path file : below.filter(each -> !each.equals(from)).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** The same program as the launcher starts, but from the classes under test. */
  private static String launcher() {
    return "#!/bin/sh\nexec '"
        + Path.of(System.getProperty("java.home"), "bin", "java")
        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Deventflux.columns="
        + COLUMNS
        + " -Deventflux.stdout.terminal=$EVENTFLUX_TEST_TERMINAL -cp '"
        + System.getProperty("java.class.path")
        + "' "
        + EventFluxCommand.class.getName()
        + " \"$@\"\n";
  }

  /** How a command ended, and what the terminal shows. */
  record Answer(int exitCode, String shown) {}

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  Path folder() {
    return folder;
  }

  /** Runs a command: inside this process if it is nothing but the launcher with arguments. */
  Answer run(ShownCommand command) throws IOException, InterruptedException {
    List<String> words = command.words();
    Answer answer =
        !words.isEmpty() && words.get(0).equals(LAUNCHER)
            ? inside(words.subList(1, words.size()))
            : inShell(command.text());
    String place = folder + "/";
    return new Answer(answer.exitCode(), answer.shown().replace(place, ""));
  }

  private Answer inside(List<String> words) {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      boolean isWritten = i > 0 && PLACES.contains(words.get(i - 1));
      arguments.add(isWritten || isFile(words.get(i)) ? folder + "/" + words.get(i) : words.get(i));
    }
    int exitCode =
        EventFluxCommand.execute(
            new Console(
                new ByteArrayInputStream(new byte[0]),
                terminal,
                new PrintStream(terminal, true, StandardCharsets.UTF_8),
                true,
                false,
                COLUMNS,
                Map.of("NO_COLOR", "1")),
            arguments.toArray(String[]::new));
    return new Answer(exitCode, terminal.toString(StandardCharsets.UTF_8));
  }

  private boolean isFile(String word) {
    return word.length() < 200
        && word.indexOf('\n') < 0
        && !word.startsWith("-")
        && Files.exists(folder.resolve(word));
  }

  private Answer inShell(String line) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line);
    String unquoted = QUOTED.matcher(line).replaceAll("");
    String last = unquoted.substring(unquoted.lastIndexOf('|') + 1);
    builder
        .environment()
        .put(
            "EVENTFLUX_TEST_TERMINAL",
            Boolean.toString(last.contains(LAUNCHER) && !last.contains(">")));
    builder.environment().put("NO_COLOR", "1");
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), shown);
  }
}
