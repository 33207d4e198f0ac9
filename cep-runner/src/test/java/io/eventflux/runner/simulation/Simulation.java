package io.eventflux.runner.simulation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.eventflux.core.app.AppFailedException;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.CheckpointOptions;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.fault.disk.DiskFault;
import io.eventflux.core.fault.disk.DiskOperation;
import io.eventflux.core.fault.disk.PowerLoss;
import io.eventflux.core.fault.disk.SimulatedDisk;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.time.EngineClock;
import io.eventflux.persistence.FileStateBackend;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of one app, all of it decided by a seed: the input, the sizes of ranges and rings, when
 * checkpoints are due, what fails on the disk, when power is lost and how much of what was not
 * forced goes with it, which checkpoints are damaged. What it writes is compared with a run in
 * which nothing of that happened.
 */
final class Simulation {
  private static final int ROW_COUNT_MAX = 400;
  private static final int LIFE_COUNT_MAX = 200;

  private final SimulatedApp app;
  private final Random random;
  private final SimulatedDisk disk = new SimulatedDisk();
  private final String input;
  private final Map<String, String> expected;
  private final List<String> damagedNames = new ArrayList<>();
  private int faultsLeft;
  private int waitCount;

  /** After a power cut bytes behind the committed ones may be anything, until the next start. */
  private boolean mayBeTorn;

  /** What a run of one process came to. */
  private enum End {
    FINISHED,
    FAILED,
    POWER_LOST
  }

  Simulation(List<SimulatedApp> apps, long seed) throws IOException {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.app = apps.get(random.nextInt(apps.size()));
    this.input = input();
    this.expected = undisturbed();
    this.faultsLeft = random.nextInt(12);
  }

  /** The name of the app that the seed has chosen, and what the disk did. */
  String story() {
    return app.name() + "\n" + disk.log();
  }

  /** Rows roughly in the order of their times, a few of them late, a few no rows at all. */
  private String input() {
    StringBuilder text = new StringBuilder();
    int rowCount = random.nextInt(ROW_COUNT_MAX);
    long millis = 1_700_000_000_000L;
    for (int i = 0; i < rowCount; i++) {
      millis += random.nextInt(500);
      long time = millis - (random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(800));
      if (random.nextInt(50) == 0) {
        text.append("S1,what,").append(time).append('\n');
      } else {
        text.append('S').append(random.nextInt(5)).append(',');
        text.append(random.nextInt(1_000) / 10.0).append(',').append(time).append('\n');
      }
    }
    return text.toString();
  }

  private Map<String, String> undisturbed() throws IOException {
    SimulatedDisk quiet = new SimulatedDisk();
    try (FileSystem files = quiet.mount()) {
      Path folder = folder(files);
      Files.writeString(folder.resolve("in.csv"), input);
      try (AppRuntime runtime = AppRuntime.create(app.app(), options(folder))) {
        runtime.start();
        runtime.runToEnd();
      }
    }
    return outputs(quiet);
  }

  private static Path folder(FileSystem files) throws IOException {
    return Files.createDirectories(files.getPath("/app"));
  }

  private RuntimeOptions options(Path folder) {
    return RuntimeOptions.defaults()
        .withClock(new SeededClock(random.nextLong(), this::makeRoomAtLast))
        .withOnDiskFull(
            random.nextInt(4) == 0
                ? RuntimeOptions.OnDiskFull.FAIL
                : RuntimeOptions.OnDiskFull.WAIT)
        .withRingCapacity(2 << random.nextInt(8))
        .withRangeRowsMax(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20))
        .withFolder(folder)
        .withErrorListener(error -> {});
  }

  /** How often somebody waited for room on the disk. */
  int waitCount() {
    return waitCount;
  }

  /** Somebody waits: now and then room is made, or power is lost meanwhile. */
  private void makeRoomAtLast() {
    waitCount++;
    switch (random.nextInt(100)) {
      case 0 -> disk.faults().planPowerLoss(1 + random.nextInt(3));
      case 1, 2 -> disk.limitCapacity(Long.MAX_VALUE);
      default -> {
        // It stays full.
      }
    }
  }

  /** Runs processes until one comes to its end, then one more that finds nothing new. */
  void run() throws IOException {
    try (FileSystem files = disk.mount()) {
      Files.writeString(folder(files).resolve("in.csv"), input);
      disk.sync();
    }
    int lives = 0;
    End end = null;
    while (end != End.FINISHED) {
      if (++lives > LIFE_COUNT_MAX) {
        throw new AssertionError("the run does not come to its end");
      }
      end = live();
      disk.faults().clear();
      disk.limitCapacity(Long.MAX_VALUE);
      if (end == End.POWER_LOST || (end == End.FAILED && random.nextBoolean())) {
        disk.crash(random.nextLong());
        mayBeTorn = true;
      }
      if (!mayBeTorn) {
        requireBeginning();
      }
      if (end != End.FINISHED && random.nextInt(3) == 0) {
        damageNewest();
      }
    }
    require(expected, "at the end");
    List<String> state = checkpoints();
    faultsLeft = 0;
    if (live() != End.FINISHED) {
      throw new AssertionError("a run with nothing new to read does not come to its end");
    }
    require(expected, "after a run with nothing new to read");
    if (!checkpoints().equals(state)) {
      throw new AssertionError("a run with nothing new to read took a checkpoint");
    }
  }

  /** One process, to its end or its death. */
  private End live() throws IOException {
    @Nullable Throwable death = null;
    FileSystem files = disk.mount();
    boolean isFaulty = false;
    while (faultsLeft > 0 && random.nextInt(3) > 0) {
      faultsLeft--;
      isFaulty = true;
      planFault();
    }
    boolean isToldTwice = random.nextBoolean();
    try {
      Path folder = folder(files);
      long intervalMillis = 1L + random.nextInt(40);
      CheckpointOptions checkpoints =
          new CheckpointOptions(
              new FileStateBackend(folder.resolve("state")), intervalMillis, 1 + random.nextInt(3));
      AppRuntime runtime =
          AppRuntime.create(app.app(), options(folder).withCheckpoints(checkpoints));
      try (runtime) {
        runtime.start();
        mayBeTorn = false;
        if (isToldTwice) {
          runtime.checkpoint();
        }
        runtime.runToEnd();
      }
      if (!runtime.statistics().isBalanced()) {
        throw new AssertionError("not every event is accounted for: " + runtime.statistics());
      }
    } catch (AppFailedException | IOException e) {
      death = e;
    } catch (PowerLoss e) {
      death = e;
    }
    if (disk.isPowerLost()) {
      return End.POWER_LOST;
    }
    files.close();
    if (death == null) {
      return End.FINISHED;
    }
    if (!isFaulty) {
      throw new AssertionError("the disk works, and the run does not come to its end", death);
    }
    requireReason(death);
    return End.FAILED;
  }

  /** An app fails because of the disk, not because of us. */
  private static void requireReason(Throwable death) {
    for (Throwable cause = death; cause != null; cause = cause.getCause()) {
      if (cause instanceof RuntimeException
          && !(cause instanceof AppFailedException || cause instanceof StateFormatException)) {
        throw new AssertionError("an internal error", death);
      }
    }
  }

  private void planFault() {
    switch (random.nextInt(5)) {
      case 0 -> disk.limitCapacity(input.length() + random.nextInt(20_000));
      case 1 -> disk.faults().plan(DiskOperation.FORCE, 1 + random.nextInt(10), DiskFault.FAIL);
      case 2 -> {
        DiskOperation[] all = DiskOperation.values();
        disk.faults().plan(all[random.nextInt(all.length)], 1 + random.nextInt(20), DiskFault.FAIL);
      }
      default -> disk.faults().planPowerLoss(1 + random.nextInt(1 + random.nextInt(400)));
    }
  }

  /** As long as there is another one to fall back to. */
  private void damageNewest() throws IOException {
    List<String> names = checkpoints();
    names.removeIf(name -> name.endsWith("damaged"));
    if (names.size() < 2) {
      return;
    }
    try (FileSystem files = disk.mount()) {
      Path newest = files.getPath("/app/state").resolve(names.get(names.size() - 1));
      Path file = newest.resolve(random.nextBoolean() ? "manifest" : "state.blocks");
      long bits = Files.size(file) * 8;
      disk.flipBit(file, random.nextLong(bits));
    }
    damagedNames.add(names.get(names.size() - 1));
  }

  private List<String> checkpoints() throws IOException {
    List<String> names = new ArrayList<>();
    try (FileSystem files = disk.mount()) {
      Path state = files.getPath("/app/state");
      if (!Files.isDirectory(state)) {
        return names;
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(state, "checkpoint-*")) {
        for (Path entry : entries) {
          if (Files.exists(entry.resolve("manifest"))) {
            String name = String.valueOf(entry.getFileName());
            names.add(damagedNames.contains(name) ? name + " damaged" : name);
          }
        }
      }
    }
    names.sort(null);
    return names;
  }

  // ---- output ----

  private Map<String, String> outputs(SimulatedDisk from) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (FileSystem files = from.mount()) {
      for (String output : app.outputs()) {
        Path file = files.getPath("/app").resolve(output);
        texts.put(output, Files.exists(file) ? text(output, file) : "");
      }
    }
    return texts;
  }

  /** The text in a file that may be packed. */
  static String text(String output, Path file) throws IOException {
    return text(output, Files.readAllBytes(file));
  }

  private static String text(String output, byte[] bytes) throws IOException {
    if (!output.endsWith(".gz") || bytes.length == 0) {
      return new String(bytes, ISO_8859_1);
    }
    StringBuilder text = new StringBuilder();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (EOFException cut) {
      // A commit that was cut short: what can be unpacked counts.
      return text.toString();
    }
    return text.toString();
  }

  private void require(Map<String, String> wanted, String when) throws IOException {
    Map<String, String> found = outputs(disk);
    if (!found.equals(wanted)) {
      throw new AssertionError(when + "\nexpected " + wanted + "\nfound    " + found);
    }
  }

  private void requireBeginning() throws IOException {
    Map<String, String> found = outputs(disk);
    found.forEach(
        (output, text) -> {
          if (!expected.getOrDefault(output, "").startsWith(text)) {
            throw new AssertionError(
                output + " is not the beginning of " + expected.get(output) + "\nbut " + text);
          }
        });
  }

  /** Time passes by being asked for, by a few milliseconds at most. */
  private static final class SeededClock implements EngineClock {
    private final Random steps;
    private final Runnable whileWaiting;
    private long nanos = 1_700_000_000_000L * 1_000_000L;

    SeededClock(long seed, Runnable whileWaiting) {
      this.steps = new Random(seed);
      this.whileWaiting = whileWaiting;
    }

    @Override
    public void park(long parkedNanos) {
      nanos += parkedNanos;
      whileWaiting.run();
    }

    @Override
    public long millis() {
      return nanos / 1_000_000L;
    }

    @Override
    public long nanos() {
      nanos += steps.nextInt(3_000_000);
      return nanos;
    }
  }
}
