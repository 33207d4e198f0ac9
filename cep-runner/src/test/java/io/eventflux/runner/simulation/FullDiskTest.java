package io.eventflux.runner.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.AppError;
import io.eventflux.core.app.AppFailedException;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.CheckpointOptions;
import io.eventflux.core.app.ErrorListener;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.RuntimeOptions.OnDiskFull;
import io.eventflux.core.fault.disk.SimulatedDisk;
import io.eventflux.core.time.EngineClock;
import io.eventflux.persistence.FileStateBackend;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Apps that fill their disk, wherever that happens: they wait for room, and nothing is lost. */
class FullDiskTest {
  private static final String INPUT = input();

  /** How much room a patient person makes while an app waits. */
  private static final int ROOM_BYTES = 700;

  private static String input() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      text.append('S').append(i % 5).append(',').append(i * 7 % 100).append('.').append(i % 10);
      text.append(',').append(1_700_000_000_000L + i * 250L).append('\n');
    }
    return text.toString();
  }

  /** One run of one app on a disk of its own. */
  private static final class Run implements EngineClock, ErrorListener {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedApp app;
    private final Set<AppRuntime.Status> statusesWhileWaiting =
        EnumSet.noneOf(AppRuntime.Status.class);
    private final List<String> pauses = new ArrayList<>();
    private long capacityBytes;
    private int resumeCount;
    private Runnable whileWaiting = this::makeRoom;
    private @Nullable AppRuntime runtime;
    private long nanos;

    Run(SimulatedApp app, long capacityBytes) throws IOException {
      this.app = app;
      this.capacityBytes = capacityBytes;
      try (FileSystem files = disk.mount()) {
        Path folder = Files.createDirectories(files.getPath("/app"));
        Files.writeString(folder.resolve("in.csv"), INPUT);
      }
      disk.limitCapacity(capacityBytes);
    }

    private void makeRoom() {
      capacityBytes += ROOM_BYTES;
      disk.limitCapacity(capacityBytes);
    }

    void run(boolean takesCheckpoints, OnDiskFull onDiskFull) throws IOException {
      try (FileSystem files = disk.mount()) {
        Path folder = files.getPath("/app");
        RuntimeOptions options =
            RuntimeOptions.defaults()
                .withClock(this)
                .withRangeRowsMax(9)
                .withFolder(folder)
                .withErrorListener(this)
                .withOnDiskFull(onDiskFull);
        if (takesCheckpoints) {
          FileStateBackend backend = new FileStateBackend(folder.resolve("state"));
          options = options.withCheckpoints(new CheckpointOptions(backend, 5, 2));
        }
        AppRuntime created = AppRuntime.create(app.app(), options);
        runtime = created;
        try (created) {
          created.start();
          created.runToEnd();
        }
      }
    }

    Map<String, String> outputs() throws IOException {
      Map<String, String> texts = new LinkedHashMap<>();
      try (FileSystem files = disk.mount()) {
        for (String output : app.outputs()) {
          Path file = files.getPath("/app").resolve(output);
          texts.put(output, Files.exists(file) ? Simulation.text(output, file) : "");
        }
      }
      return texts;
    }

    @Override
    public void park(long parkedNanos) {
      nanos += parkedNanos;
      AppRuntime waiting = runtime;
      if (waiting != null) {
        statusesWhileWaiting.add(waiting.status());
      }
      whileWaiting.run();
    }

    @Override
    public long millis() {
      return 1_700_000_000_000L + nanos / 1_000_000L;
    }

    @Override
    public long nanos() {
      nanos += 1_000_000L;
      return nanos;
    }

    @Override
    public void onError(AppError error) {}

    @Override
    public void onPause(String name, String reason) {
      pauses.add(reason);
    }

    @Override
    public void onResume(String name, long millis) {
      resumeCount++;
    }
  }

  private static List<SimulatedApp> apps() throws IOException {
    return SimulatedApp.all().stream().filter(app -> !app.name().equals("dead letters")).toList();
  }

  @Test
  void shouldWaitForRoomWhereverItEndsWithCheckpoints() throws IOException {
    checkEverywhere(true);
  }

  @Test
  void shouldWaitForRoomWhereverItEndsWithoutCheckpoints() throws IOException {
    checkEverywhere(false);
  }

  private static void checkEverywhere(boolean takesCheckpoints) throws IOException {
    for (SimulatedApp app : apps()) {
      Run undisturbed = new Run(app, Long.MAX_VALUE);
      undisturbed.run(takesCheckpoints, OnDiskFull.WAIT);
      assertEquals(List.of(), undisturbed.pauses);
      int pauseCount = 0;
      // What a run needs before its first row is not waited for.
      long capacityBytes = INPUT.length() + (takesCheckpoints ? 400L : 0L);
      int quietCount = 0;
      while (quietCount < 3) {
        Run run = new Run(app, capacityBytes);
        run.run(takesCheckpoints, OnDiskFull.WAIT);
        String place = app.name() + " in " + capacityBytes + " bytes";
        assertEquals(undisturbed.outputs(), run.outputs(), place);
        assertEquals(run.pauses.size(), run.resumeCount, place);
        if (!run.pauses.isEmpty()) {
          assertTrue(
              EnumSet.of(AppRuntime.Status.DEGRADED, AppRuntime.Status.STOPPED)
                  .containsAll(run.statusesWhileWaiting),
              () -> place + run.statusesWhileWaiting);
        }
        pauseCount += run.pauses.size();
        quietCount = run.pauses.isEmpty() ? quietCount + 1 : 0;
        capacityBytes += 61;
      }
      assertTrue(pauseCount > 0, app.name());
    }
  }

  @Test
  void shouldSayOnceWhatHasNoRoom() throws IOException {
    Run run = new Run(apps().get(0), INPUT.length() + 900);
    run.whileWaiting =
        () -> {
          if (run.nanos > 60_000_000_000L) {
            run.disk.limitCapacity(Long.MAX_VALUE);
          }
        };

    run.run(true, OnDiskFull.WAIT);

    assertEquals(1, run.pauses.size(), run.pauses::toString);
    assertTrue(run.pauses.get(0).endsWith(": No space left on device"), () -> run.pauses.get(0));
  }

  @Test
  void shouldFailIfThatIsWantedAndGoOnLater() throws IOException {
    SimulatedApp app = apps().get(0);
    Run undisturbed = new Run(app, Long.MAX_VALUE);
    undisturbed.run(true, OnDiskFull.WAIT);
    Run run = new Run(app, INPUT.length() + 900);
    run.whileWaiting = () -> {};

    assertThrows(AppFailedException.class, () -> run.run(true, OnDiskFull.FAIL));
    assertEquals(List.of(), run.pauses);
    run.disk.limitCapacity(Long.MAX_VALUE);
    run.run(true, OnDiskFull.FAIL);

    assertEquals(undisturbed.outputs(), run.outputs());
  }

  @Test
  void shouldStopWhileItWaitsAndGoOnLater() throws IOException, InterruptedException {
    SimulatedApp app = apps().get(0);
    Run undisturbed = new Run(app, Long.MAX_VALUE);
    undisturbed.run(true, OnDiskFull.WAIT);
    Run run = new Run(app, INPUT.length() + 900);
    List<Thread> stopping = new ArrayList<>();
    run.whileWaiting =
        () -> {
          AppRuntime running = run.runtime;
          if (stopping.isEmpty() && running != null) {
            Thread thread =
                new Thread(() -> assertThrows(AppFailedException.class, running::stop), "stopping");
            stopping.add(thread);
            thread.start();
          }
        };

    assertThrows(AppFailedException.class, () -> run.run(true, OnDiskFull.WAIT));
    stopping.get(0).join();
    run.whileWaiting = run::makeRoom;
    run.disk.limitCapacity(Long.MAX_VALUE);
    run.run(true, OnDiskFull.WAIT);

    assertEquals(undisturbed.outputs(), run.outputs());
  }
}
