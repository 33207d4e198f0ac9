package io.eventflux.runner.kill;

import io.eventflux.core.fault.FailPoint;
import io.eventflux.runner.kill.DurableRun.Moment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kills runs of the fraud example again and again, and compares what they leave with an undisturbed
 * run: at random moments, and at every place between two steps of a checkpoint or a recovery.
 *
 * <pre>
 *   KillLoop FOLDER EXAMPLE --kills 100 [--damage] [--places] [--backend file] [--seed 1]
 * </pre>
 */
public final class KillLoop {
  private static final int ROW_COUNT = 500_000;

  /** Long enough for two checkpoints before the end, on a busy disk too. */
  private static final int ROW_COUNT_DAMAGED = 3_000_000;

  /** Most kills come while rows flow, which takes about half a second. */
  private static final long MILLIS_MAX = 600;

  /** One in so many comes while the process starts, recovery included. */
  private static final int STARTS = 5;

  private final Path folder;
  private final Path example;
  private final String backend;
  private final boolean damages;
  private final Random random;
  private final PrintStream out;

  KillLoop(Path folder, Path example, String backend, boolean damages, long seed, PrintStream out) {
    this.folder = folder;
    this.example = example;
    this.backend = backend;
    this.damages = damages;
    this.random = new Random(seed);
    this.out = out;
  }

  /**
   * Kills at random moments until {@code killCount} runs were killed before their end.
   *
   * @return how many checkpoints were damaged
   */
  int killAtRandom(int killCount) throws IOException, InterruptedException {
    int kills = 0;
    int damaged = 0;
    for (int round = 0; kills < killCount; round++) {
      Path place = Files.createDirectories(folder.resolve("round-" + round));
      DurableRun run =
          new DurableRun(
              place,
              example,
              backend,
              damages ? ROW_COUNT_DAMAGED : ROW_COUNT,
              random.nextInt(1_000_000));
      boolean isKilled = true;
      while (isKilled && kills < killCount) {
        Moment moment = damages ? Moment.TWO_CHECKPOINTS : Moment.ROWS;
        long millisMax = MILLIS_MAX;
        if (random.nextInt(STARTS) == 0) {
          moment = Moment.START;
          millisMax = 2 * MILLIS_MAX;
        }
        isKilled = run.killAfter(random.nextLong(millisMax), moment);
        if (isKilled) {
          kills++;
          damaged += damages && run.damageNewest(random) ? 1 : 0;
        }
      }
      run.finish();
      deleteTree(place);
    }
    out.println(kills + " kills, " + damaged + " damaged checkpoints: output as undisturbed");
    return damaged;
  }

  /** Crashes at every place, after it was passed {@code passes} times, one run after another. */
  void crashAtEveryPlace(int passes) throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("places-" + passes));
    DurableRun run = new DurableRun(place, example, backend, ROW_COUNT, random.nextInt(1_000_000));
    int crashes = 0;
    for (FailPoint each : FailPoint.values()) {
      if (run.crashAt(each, passes)) {
        crashes++;
        if (damages) {
          run.damageNewest(random);
        }
      } else {
        // It came to its end without: the next place gets a run from the start.
        run.finish();
        deleteTree(place);
        Files.createDirectories(place);
        run = new DurableRun(place, example, backend, ROW_COUNT, random.nextInt(1_000_000));
      }
    }
    run.finish();
    deleteTree(place);
    out.println(
        crashes
            + " of "
            + FailPoint.values().length
            + " places, passed "
            + passes
            + " times before: output as undisturbed");
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> below = Files.walk(tree)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** See the class. Ends with 1 and a stack trace at the first difference. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> words = List.of(args);
    KillLoop loop =
        new KillLoop(
            Path.of(words.get(0)),
            Path.of(words.get(1)),
            option(words, "--backend", "rocksdb"),
            words.contains("--damage"),
            Long.parseLong(option(words, "--seed", "1")),
            System.out);
    if (words.contains("--places")) {
      for (int passes = 0; passes < 4; passes++) {
        loop.crashAtEveryPlace(passes);
      }
    }
    loop.killAtRandom(Integer.parseInt(option(words, "--kills", "0")));
  }

  private static String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    return at < 0 ? otherwise : words.get(at + 1);
  }
}
