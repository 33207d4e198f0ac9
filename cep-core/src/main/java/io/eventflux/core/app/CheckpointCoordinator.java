package io.eventflux.core.app;

import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.SinkEpoch;
import io.eventflux.core.fault.FailPoint;
import io.eventflux.core.pipeline.Snapshot;
import io.eventflux.core.state.Checkpoint;
import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.Crc32c;
import io.eventflux.core.state.StateBackend;
import io.eventflux.core.state.StateDamagedException;
import io.eventflux.core.state.StateFormatException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the epochs of an app, one at a time, and finds its way back after a crash (docs/design/002).
 *
 * <pre>
 *   cut       nothing moves: state into memory, source positions, pending output closed, what
 *             sinks without epochs and listeners hold back shown
 *   prepare   sinks make their output durable, not visible       from here on rows flow again
 *   store     the checkpoint becomes durable; from now on the epoch counts
 *   commit    sinks make their output visible
 *   then      sources are told, old checkpoints are removed
 * </pre>
 *
 * A failure anywhere makes the app fail; the next start repeats what is missing. Any thread; one
 * checkpoint is under way at a time.
 */
final class CheckpointCoordinator {
  private static final long[] STORE_RETRY_MILLIS = {100, 1_000};
  private static final String SINK_PREFIX = "epoch/";

  /** What is taken while nothing moves. */
  private record Cut(
      EpochHeader header,
      Snapshot snapshot,
      Map<SinkDriver, SinkEpoch> sinkEpochs,
      Map<String, Long> sentCounts,
      long atMillis) {}

  private final AppRuntime app;
  private final CheckpointOptions options;
  private final long intervalNanos;
  private final StateBackend backend;
  private final CheckpointMetrics metrics;
  private final String fingerprint;
  private final ReentrantLock underWay = new ReentrantLock();
  private final CountDownLatch stopRequest = new CountDownLatch(1);

  /** Checkpoints that can be read as far as is known, oldest first. */
  private final Deque<CheckpointId> sound = new ArrayDeque<>();

  private @Nullable Thread thread;
  private final List<Recovery.Damaged> damaged = new ArrayList<>();
  private long startNanos;
  private @Nullable Checkpoint restored;
  private @Nullable EpochHeader restoredHeader;
  private @Nullable String runId;
  private long epochNext = 1;
  private volatile long epochStored;

  /** What the last checkpoint looked like, to find out whether anything has happened since. */
  private @Nullable Map<String, Long> lastDigests;

  private long lastWorkCount;
  private long lastActivityCount;
  private long lastDueMillis = Long.MIN_VALUE;
  private boolean isSettled;
  private long lastNanos;

  CheckpointCoordinator(AppRuntime app, CheckpointOptions options) {
    this.app = app;
    this.options = options;
    this.intervalNanos =
        TimeUnit.MILLISECONDS.toNanos(options.intervalMillisOf(app.checkpointMillis()));
    this.backend = options.backend();
    this.metrics = app.numbers().checkpointMetrics();
    this.fingerprint = app.parts().fingerprint();
  }

  /** The name of the state; null before it is open. */
  @Nullable String runId() {
    return runId;
  }

  // ---- the way back ----

  /**
   * Opens the state and restores the app from the newest checkpoint that can be read. A damaged one
   * is passed over, a foreign one is not.
   */
  void recoverState() {
    startNanos = app.clockNanos();
    try {
      backend.open(app.name());
      runId = backend.runId();
      List<CheckpointId> ids = backend.checkpoints();
      for (int i = ids.size() - 1; i >= 0 && restored == null; i--) {
        try {
          restored = backend.load(ids.get(i));
          ids.subList(0, i + 1).forEach(sound::add);
        } catch (StateDamagedException e) {
          damaged.add(new Recovery.Damaged(ids.get(i), String.valueOf(e.getMessage())));
        }
      }
      if (!ids.isEmpty()) {
        epochNext = ids.get(ids.size() - 1).epoch() + 1;
      }
    } catch (IOException | StateFormatException e) {
      throw new AppFailedException(String.valueOf(e.getMessage()), e);
    }
    Checkpoint checkpoint = restored;
    if (checkpoint == null && !damaged.isEmpty()) {
      throw allDamaged();
    }
    if (checkpoint != null) {
      FailPoint.RECOVERY_LOADED.reach();
      restore(checkpoint);
      setDamagedAside();
      FailPoint.RECOVERY_RESTORED.reach();
    }
  }

  /** Before the sinks forget the output that only those checkpoints know. */
  private void setDamagedAside() {
    try {
      for (Recovery.Damaged each : damaged) {
        backend.setAside(each.checkpoint());
      }
    } catch (IOException e) {
      throw new AppFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private AppFailedException allDamaged() {
    Recovery.Damaged newest = damaged.get(0);
    String sentence =
        "no checkpoint in "
            + backend.place()
            + " can be read, "
            + (damaged.size() == 1 ? "the only one" : "all " + damaged.size())
            + " damaged; the newest, "
            + newest.checkpoint()
            + ": "
            + newest.reason();
    return new AppFailedException(sentence, new StateDamagedException(sentence, null));
  }

  private void restore(Checkpoint checkpoint) {
    try {
      Snapshot snapshot = Snapshot.ofParts(checkpoint.appName(), checkpoint.parts());
      requireSameSinks(checkpoint);
      app.state().restore(snapshot);
      lastDigests = digests(snapshot);
    } catch (StateFormatException e) {
      throw new AppFailedException(
          "checkpoint "
              + checkpoint.id()
              + " in "
              + backend.place()
              + " cannot be taken over: "
              + e.getMessage(),
          e);
    }
    epochStored = checkpoint.id().epoch();
    restoredHeader =
        new EpochHeader(backend.runId(), checkpoint.id().epoch(), app.state().sourcePositions());
  }

  /** The output that was committed must go on in the same sinks. */
  private void requireSameSinks(Checkpoint checkpoint) {
    TreeSet<String> missing = new TreeSet<>();
    TreeSet<String> unknown = new TreeSet<>();
    for (String part : checkpoint.parts().keySet()) {
      if (part.startsWith(SINK_PREFIX)) {
        unknown.add(part.substring(SINK_PREFIX.length()));
      }
    }
    for (SinkDriver sink : app.parts().sinks()) {
      if (sink.takesEpochs() && !unknown.remove(sink.id())) {
        missing.add(sink.id());
      }
    }
    if (!missing.isEmpty()) {
      throw new StateFormatException("it knows nothing of '" + missing.first() + "'");
    }
    if (!unknown.isEmpty()) {
      throw new StateFormatException(
          "it has output of '" + unknown.first() + "', which the app does not have");
    }
  }

  /** Brings the open sinks to the restored epoch; now the app is where it was. */
  Recovery recoverSinks() {
    Checkpoint checkpoint = restored;
    for (SinkDriver sink : app.parts().sinks()) {
      if (sink.takesEpochs()) {
        byte @Nullable [] state =
            checkpoint == null ? null : checkpoint.parts().get(SINK_PREFIX + sink.id());
        epochNext = Math.max(epochNext, sink.recover(restoredHeader, state) + 1);
      }
    }
    restored = null;
    FailPoint.RECOVERY_SINKS_READY.reach();
    long tookNanos = app.clockNanos() - startNanos;
    if (checkpoint != null) {
      metrics.recovered(tookNanos);
    }
    return new Recovery(
        checkpoint == null ? null : checkpoint.id(), damaged, backend.place(), tookNanos);
  }

  // ---- running ----

  /** Begins to take checkpoints; in an app with threads on one of its own. */
  void start() {
    lastNanos = app.options().clock().nanos();
    if (app.options().mode() == RuntimeOptions.Mode.THREADED) {
      Thread newThread = new AppThread(app, this::run, "checkpoints");
      thread = newThread;
      newThread.start();
    }
  }

  private void run() {
    long dueNanos = app.clockNanos() + intervalNanos;
    try {
      while (!stopRequest.await(Math.max(0, dueNanos - app.clockNanos()), TimeUnit.NANOSECONDS)
          && app.failure().isEmpty()) {
        takeIfAnythingHappened();
        dueNanos = Math.max(dueNanos + intervalNanos, app.clockNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      app.fail(e);
    }
  }

  /** Called often by whoever drives an app without threads, not from inside. */
  void takeIfDue() {
    long nowNanos = app.options().clock().nanos();
    if (nowNanos - lastNanos >= intervalNanos) {
      lastNanos = nowNanos;
      takeIfAnythingHappened();
    }
  }

  /** Leaves an app alone in which nothing moves. */
  private void takeIfAnythingHappened() {
    boolean isIdle =
        isSettled
            && app.numbers().activityCount() == lastActivityCount
            && (app.isPlayback() || lastDueMillis > app.clockMillis());
    if (!isIdle) {
      take();
    }
  }

  /**
   * Takes a checkpoint of everything that has happened so far, unless nothing has.
   *
   * @return the number of the newest checkpoint that is durable; 0 if there is none
   */
  long take() {
    return take(app.life()::exclusively);
  }

  /** As {@link #take}, when all threads of the app have ended. */
  void takeLast() {
    take(Runnable::run);
  }

  private long take(Consumer<Runnable> whileAtRest) {
    underWay.lock();
    try {
      // A failure is known before the next checkpoint begins: that would pass over the output of
      // an epoch that was cut and did not come to its end.
      return app.guarded(() -> takeAlone(whileAtRest));
    } finally {
      underWay.unlock();
    }
  }

  private long takeAlone(Consumer<Runnable> whileAtRest) {
    app.throwIfFailed();
    try {
      long startNanos = app.clockNanos();
      Cut[] cut = new Cut[1];
      whileAtRest.accept(() -> cut[0] = cut());
      if (cut[0] != null) {
        long sizeBytes = complete(cut[0]);
        metrics.completed(sizeBytes, app.clockNanos() - startNanos, cut[0].atMillis());
      }
      return epochStored;
    } catch (Throwable e) {
      metrics.failed();
      throw e;
    }
  }

  /** Nothing moves. Null if nothing has happened since the last checkpoint. */
  private @Nullable Cut cut() {
    long workCount = app.numbers().workCount();
    Snapshot snapshot = new Snapshot(app.name());
    app.state().collect(snapshot);
    lastDueMillis = app.parts().nextDueMillis();
    // Rows are news in themselves; without any, a timer may have changed the state.
    boolean isNews = workCount != lastWorkCount || !digests(snapshot).equals(lastDigests);
    lastWorkCount = workCount;
    lastActivityCount = app.numbers().activityCount();
    isSettled = !isNews;
    if (!isNews) {
      return null;
    }
    FailPoint.CHECKPOINT_BEGIN.reach();
    app.subscriptions().beforeCheckpoint();
    EpochHeader header = new EpochHeader(backend.runId(), epochNext, app.state().sourcePositions());
    Map<SinkDriver, SinkEpoch> sinkEpochs = new LinkedHashMap<>();
    for (SinkDriver sink : app.parts().sinks()) {
      if (sink.takesEpochs()) {
        sinkEpochs.put(sink, sink.endEpoch(header));
      } else {
        sink.flush();
      }
    }
    epochNext++;
    return new Cut(
        header, snapshot, sinkEpochs, app.state().sentCounts(), app.options().clock().millis());
  }

  /** Returns the bytes of the checkpoint. */
  private long complete(Cut cut) {
    FailPoint.EPOCH_CUT.reach();
    Map<String, byte[]> parts = new LinkedHashMap<>(cut.snapshot().parts());
    cut.sinkEpochs()
        .forEach(
            (sink, epoch) -> {
              sink.prepare(epoch);
              parts.put(SINK_PREFIX + sink.id(), epoch.state());
            });
    FailPoint.SINKS_PREPARED.reach();
    CheckpointId id = new CheckpointId(cut.header().epoch());
    Checkpoint checkpoint =
        new Checkpoint(id, app.name(), EngineVersion.CURRENT, fingerprint, cut.atMillis(), parts);
    store(checkpoint);
    lastDigests = digests(cut.snapshot());
    sound.add(id);
    epochStored = id.epoch();
    app.state().noteDurable(cut.sentCounts());
    FailPoint.CHECKPOINT_STORED.reach();
    cut.sinkEpochs().forEach(SinkDriver::commit);
    FailPoint.SINKS_COMMITTED.reach();
    for (SourceDriver source : app.parts().sources()) {
      String position = cut.header().sourcePositions().get(source.id());
      if (position != null) {
        source.acknowledge(position);
      }
    }
    FailPoint.SOURCES_ACKNOWLEDGED.reach();
    removeOld();
    return checkpoint.sizeBytes();
  }

  /**
   * Tries again after a failure: the backend uses new files each time. While the disk is full it
   * waits for room; else three tries have to do.
   */
  private void store(Checkpoint checkpoint) {
    for (int failures = 0; ; failures++) {
      try {
        app.diskPause().whileFull("checkpoint " + checkpoint.id(), () -> backend.store(checkpoint));
        return;
      } catch (IOException e) {
        if (failures == STORE_RETRY_MILLIS.length) {
          throw new AppFailedException(
              "checkpoint "
                  + checkpoint.id()
                  + " cannot be stored in "
                  + backend.place()
                  + " after "
                  + (failures + 1)
                  + " tries: "
                  + e.getMessage(),
              e);
        }
        app.options().clock().park(TimeUnit.MILLISECONDS.toNanos(STORE_RETRY_MILLIS[failures]));
      }
    }
  }

  /** Keeps the newest checkpoints that can be read as far as is known. */
  private void removeOld() {
    while (sound.size() > options.keptCount()) {
      sound.remove();
    }
    CheckpointId oldestKept = sound.peek();
    if (oldestKept == null) {
      return;
    }
    try {
      for (CheckpointId id : backend.checkpoints()) {
        if (id.compareTo(oldestKept) < 0) {
          backend.delete(id);
        }
      }
    } catch (IOException e) {
      throw new AppFailedException(
          "an old checkpoint cannot be removed from " + backend.place() + ": " + e.getMessage(), e);
    }
  }

  /** A short number for each part of the state that does not move by itself. */
  private Map<String, Long> digests(Snapshot snapshot) {
    Map<String, Long> digests = new HashMap<>();
    for (String id : snapshot.ids()) {
      Snapshot.Section section = snapshot.section(id);
      if (section != null && (app.isPlayback() || !id.startsWith(Snapshot.CLOCK_PREFIX))) {
        long crc = Integer.toUnsignedLong(Crc32c.of(section.state()));
        digests.put(id, (long) section.state().length << 32 | crc);
      }
    }
    return digests;
  }

  // ---- the end ----

  /** No checkpoint begins on its own any more. */
  void requestStop() {
    stopRequest.countDown();
  }

  /** Waits for a checkpoint that is under way; false if that takes longer than a stop may. */
  boolean awaitThread() {
    Thread running = thread;
    if (running == null || running == Thread.currentThread()) {
      return true;
    }
    try {
      running.join(app.options().stopTimeoutMillis());
      return !running.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives the state up for others; a failure is returned. */
  @Nullable AppFailedException close() {
    try {
      backend.close();
      return null;
    } catch (IOException e) {
      return new AppFailedException(
          "the state in " + backend.place() + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
