package io.eventflux.runner;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does in one process what people begin with, so that Java can write down which classes that needs.
 * The launcher runs it when it makes the archive that later commands start from.
 */
final class StartTraining {
  private static final String APP = "start-training.eventflux";

  private StartTraining() {}

  /** Runs the commands and ends with the exit code of the first that fails, or else with 0. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("eventflux-training");
    int exitCode;
    try {
      exitCode = train(folder);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    System.exit(exitCode);
  }

  /**
   * Runs the commands.
   *
   * @param folder an empty folder for their files
   * @return the exit code of the first that fails, or else 0
   */
  static int train(Path folder) throws IOException {
    Path app = folder.resolve(APP);
    try (InputStream text = StartTraining.class.getResourceAsStream(APP)) {
      if (text == null) {
        throw new FileNotFoundException(APP + " is not in the jar of the command");
      }
      Files.copy(text, app);
    }
    String transactions = folder.resolve("transactions.csv").toString();
    String trades = folder.resolve("trades.jsonl").toString();
    for (List<String> command :
        List.of(
            List.of("generate", "fraud", "--rows", "400", "-o", transactions),
            List.of("generate", "market", "--rows", "400", "--format", "jsonl", "-o", trades),
            List.of("run", app.toString()),
            List.of("run", "--format", "table", "--output", "Alerts", app.toString()),
            List.of("run", "--format", "csv", "--threads", "1", "--output=Moving", app.toString()),
            List.of("check", app.toString()),
            List.of("explain", app.toString()),
            List.of("version"),
            List.of("--help"))) {
      int exitCode = EventFluxCommand.execute(console(), command.toArray(String[]::new));
      if (exitCode != 0) {
        return exitCode;
      }
    }
    // A mistake of the user is a start like others, with classes of its own.
    EventFluxCommand.execute(console(), "check", "-c", "CREATE STREAM S (x INT) INSERT; SELECT y");
    return 0;
  }

  private static Console console() {
    return new Console(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        false,
        false,
        0,
        Map.of());
  }
}
