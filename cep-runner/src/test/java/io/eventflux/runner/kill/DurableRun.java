package io.eventflux.runner.kill;

import io.eventflux.core.fault.FailPoint;
import io.eventflux.runner.EventFluxCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The fraud example from file to file with state, in a folder of its own, run by processes that are
 * killed. Knows what an undisturbed run writes, and checks against it after every process.
 */
final class DurableRun {
  private static final long DEADLINE_SECONDS = 120;
  private static final String ALERTS =
      "CREATE STREAM Alerts (rule VARCHAR, card VARCHAR, amount DOUBLE, place VARCHAR, at TIMESTAMP)";
  private static final String CHECKPOINT = "checkpoint-";

  private final Path folder;
  private final String backend;
  private final byte[] expected;

  /**
   * Makes the app and its input in {@code folder}, and runs it once undisturbed, without state.
   *
   * @param example the folder of the fraud example
   * @param backend a word of {@code --state-backend}
   */
  DurableRun(Path folder, Path example, String backend, int rowCount, long seed)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.backend = backend;
    String text = Files.readString(example.resolve("fraud.eventflux"));
    if (!text.contains(ALERTS + ";")) {
      throw new IllegalStateException("the example has changed: no " + ALERTS);
    }
    Files.writeString(
        folder.resolve("fraud.eventflux"),
        text.replace(
            ALERTS + ";",
            ALERTS
                + " WITH (type = 'sink', extension = 'file', format = 'csv',"
                + " 'file.path' = 'alerts.csv', 'csv.header' = 'true');"));
    require(
        run(
            command(
                EventFluxCommand.class.getName(),
                "generate",
                "fraud",
                "--rows",
                String.valueOf(rowCount),
                "--seed",
                String.valueOf(seed),
                "-o",
                folder.resolve("transactions.csv").toString())));
    require(run(command(EventFluxCommand.class.getName(), "run", "-q", app())));
    this.expected = output();
    Files.delete(folder.resolve("alerts.csv"));
    if (expected.length < 200) {
      throw new IllegalStateException("the run is too short: " + expected.length + " bytes");
    }
  }

  private String app() {
    return folder.resolve("fraud.eventflux").toString();
  }

  private static List<String> command(String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    return command;
  }

  private String[] withState(String... before) {
    List<String> arguments = new ArrayList<>(List.of(before));
    arguments.addAll(
        List.of(
            "run",
            app(),
            "--state-dir",
            folder.resolve("state").toString(),
            "--state-backend",
            backend,
            "--checkpoint-interval",
            "20ms"));
    return arguments.toArray(String[]::new);
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private int run(List<String> command) throws IOException, InterruptedException {
    Process process = start(command);
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a run does not end: " + said());
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private void require(int exitCode) {
    if (exitCode != 0) {
      throw new IllegalStateException("a run ended with " + exitCode + ": " + said());
    }
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException e) {
      return "nothing";
    }
  }

  private byte[] output() throws IOException {
    Path file = folder.resolve("alerts.csv");
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  /** The target must be the beginning of what it will be, at every moment. */
  private void requirePrefix(String when) throws IOException {
    byte[] visible = output();
    if (visible.length > expected.length
        || !Arrays.equals(visible, Arrays.copyOf(expected, visible.length))) {
      throw new AssertionError(
          when
              + ", the output is not the beginning of that of an undisturbed run; "
              + folder
              + " has both");
    }
  }

  /**
   * Runs until the process kills itself at {@code place}, or to the end if it does not come there.
   *
   * @return whether it came there
   */
  boolean crashAt(FailPoint place, int passes) throws IOException, InterruptedException {
    int exitCode =
        run(
            command(
                CrashingCommand.class.getName(), withState(place.name(), String.valueOf(passes))));
    if (exitCode != CrashingCommand.KILLED) {
      require(exitCode);
    }
    requirePrefix("after a crash at " + place);
    return exitCode == CrashingCommand.KILLED;
  }

  /** From when on the time until a kill counts. */
  enum Moment {
    /** The start of the process. */
    START,
    /** Everything is open and rows flow. */
    ROWS,
    /** Rows flow, and there is a checkpoint to damage and one to fall back to. */
    TWO_CHECKPOINTS
  }

  /**
   * Kills a process {@code millis} milliseconds after a moment.
   *
   * @return false if the run had come to its end before
   */
  boolean killAfter(long millis, Moment moment) throws IOException, InterruptedException {
    Process process = start(command(EventFluxCommand.class.getName(), withState()));
    boolean hasEnded = false;
    try {
      while (!hasEnded && !hasCome(moment)) {
        hasEnded = process.waitFor(1, TimeUnit.MILLISECONDS);
      }
      hasEnded = hasEnded || process.waitFor(millis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
    if (hasEnded) {
      require(process.exitValue());
    }
    requirePrefix("after a kill at " + millis + " ms");
    return !hasEnded;
  }

  private boolean hasCome(Moment moment) throws IOException {
    if (moment == Moment.START) {
      return true;
    }
    // What is promised is said when everything is open.
    boolean isOpen = said().contains("exactly once");
    return isOpen && (moment == Moment.ROWS || wholeCheckpoints().size() > 1);
  }

  /** The checkpoints that were not damaged, the oldest first. */
  private List<Path> wholeCheckpoints() throws IOException {
    Path state = folder.resolve("state");
    if (!Files.isDirectory(state)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(state)) {
      return entries
          .filter(each -> String.valueOf(each.getFileName()).startsWith(CHECKPOINT))
          .filter(each -> Files.exists(each.resolve("manifest")))
          .filter(each -> !Files.exists(each.resolve("damaged")))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  /**
   * Damages the newest checkpoint, if there is an older one to fall back to: turns bits, cuts, or
   * removes one of its files.
   *
   * @return whether there was one
   */
  boolean damageNewest(Random random) throws IOException {
    List<Path> whole = wholeCheckpoints();
    if (whole.size() < 2) {
      return false;
    }
    Path newest = whole.get(whole.size() - 1);
    List<Path> files;
    try (Stream<Path> entries = Files.list(newest)) {
      files = entries.sorted(Comparator.comparing(Path::toString)).toList();
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    switch (random.nextInt(3)) {
      case 0 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 1 -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        Files.write(file, bytes);
      }
      default -> {
        if (file.endsWith("manifest")) {
          Files.write(file, new byte[0]);
        } else {
          Files.delete(file);
        }
      }
    }
    Files.writeString(newest.resolve("damaged"), "", StandardOpenOption.CREATE);
    return true;
  }

  /** Runs to the end, and once more with nothing new to read: the output is as it must be. */
  void finish() throws IOException, InterruptedException {
    for (String run : List.of("the last run", "a run with nothing new to read")) {
      require(run(command(EventFluxCommand.class.getName(), withState())));
      if (!Arrays.equals(expected, output())) {
        throw new AssertionError(
            "after "
                + run
                + ", the output differs from that of an undisturbed run; "
                + folder
                + " has both: "
                + new String(output(), StandardCharsets.UTF_8).length());
      }
    }
  }
}
