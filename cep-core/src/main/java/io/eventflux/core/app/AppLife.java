package io.eventflux.core.app;

import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.Snapshot;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The life of an app, and what may be called when: created, started, run to the end of its sources,
 * stopped. Any thread.
 */
final class AppLife {
  /** Where an app is in its life. */
  private enum Stage {
    CREATED,
    STARTED,
    STOPPED
  }

  /** How long somebody who waits may not know that the app is to stop. */
  private static final long WAIT_STEP_MILLIS = 50;

  private final AppRuntime app;
  private final RuntimeOptions options;
  private final AppParts parts;
  private final AppTime time;
  private final AppState state;
  private final AppErrors errors;
  private final AppFailure failure;
  private final Driver driver;
  private final @Nullable CheckpointCoordinator coordinator;

  private final Object startMonitor = new Object();
  private final ReentrantLock running = new ReentrantLock();
  private volatile Stage stage = Stage.CREATED;
  private volatile boolean isOpen;
  private volatile @Nullable Recovery recovery;

  /** An app that has not been started, as whose last part this is made. */
  AppLife(AppRuntime app, AppFailure failure, @Nullable CheckpointCoordinator coordinator) {
    this.app = app;
    this.options = app.options();
    this.parts = app.parts();
    this.time = app.time();
    this.state = app.state();
    this.errors = app.errors();
    this.failure = failure;
    this.driver = app.driver();
    this.coordinator = coordinator;
  }

  // ---- from the start to the end ----

  /** See {@link AppRuntime#start}. */
  void start() {
    synchronized (startMonitor) {
      if (stage != Stage.CREATED) {
        throw new IllegalStateException("app '" + app.name() + "' has been started before");
      }
      stage = Stage.STARTED;
    }
    try {
      failure.guarded(
          () -> {
            recoverState();
            if (!state.isRestored()) {
              time.insertTableRows();
            }
            time.openStream();
            parts.sources().forEach(SourceDriver::open);
            driver.start();
            if (coordinator != null) {
              coordinator.start();
            }
            isOpen = true;
            return null;
          });
    } catch (AppFailedException e) {
      stop(() -> {});
      throw e;
    }
  }

  /** Opens the sinks, and before that takes over the state of an earlier run, if there is one. */
  private void recoverState() {
    if (coordinator == null) {
      parts.sinks().forEach(SinkDriver::open);
      return;
    }
    coordinator.recoverState();
    parts.sinks().forEach(SinkDriver::open);
    Recovery found = coordinator.recoverSinks();
    recovery = found;
    options.errorListener().onRecovery(app.name(), found);
  }

  /** What the app found at its start; null before that, and without checkpoints. */
  @Nullable Recovery recovery() {
    return recovery;
  }

  /** See {@link AppRuntime#runToEnd}. */
  void runToEnd() {
    if (stage == Stage.CREATED) {
      requireRunning();
    }
    // Held to the end, so that a stop by another thread closes nothing that is being read.
    running.lock();
    try {
      if (stage == Stage.STARTED) {
        driver.runSources();
      }
      failure.throwIfFailed();
      if (stage == Stage.STARTED) {
        endInput();
      }
    } finally {
      running.unlock();
    }
  }

  /** No source gives rows any more, and no caller will send any. */
  private void endInput() {
    failure.guarded(
        () -> {
          time.begin(0);
          Set<String> fed = new LinkedHashSet<>();
          parts.sources().forEach(source -> fed.add(source.plan().stream()));
          for (Pipeline pipeline : parts.pipelines()) {
            for (String stream : pipeline.inputStreams()) {
              if (!fed.contains(stream)) {
                app.end(parts.newFeed(stream));
              }
            }
          }
          return null;
        });
    exclusively(
        () -> {
          parts.flushSinks();
          errors.requireRates();
          parts.sinks().forEach(SinkDriver::requireCaughtUp);
        });
    if (coordinator != null) {
      // Whoever looks behind the end of the input wants to see its last rows.
      coordinator.take();
    }
  }

  /** See {@link AppRuntime#stopWithSnapshot}. */
  byte[] stopWithSnapshot() {
    requireRunning();
    Snapshot snapshot = new Snapshot(app.name());
    boolean[] isTaken = {false};
    stop(
        () -> {
          state.collect(snapshot);
          isTaken[0] = true;
        });
    failure.throwIfFailed();
    if (!isTaken[0]) {
      throw new IllegalStateException(
          "app '" + app.name() + "' has been stopped by another thread");
    }
    return snapshot.encode();
  }

  /**
   * See {@link AppRuntime#stop}.
   *
   * @param atRest runs when all rows are processed and everything is still open
   */
  void stop(Runnable atRest) {
    requireOutside();
    boolean wasTold = failure.isTold();
    Stage before;
    synchronized (startMonitor) {
      before = stage;
      stage = Stage.STOPPED;
    }
    driver.requestStop();
    if (coordinator != null) {
      coordinator.requestStop();
    }
    boolean isQuiet = awaitQuiet();
    try {
      if (before != Stage.STOPPED) {
        boolean isFree = coordinator == null || coordinator.awaitThread();
        driver.stop(before == Stage.STARTED);
        if (before == Stage.STARTED && failure.cause() == null) {
          takeLastCheckpoint(isFree);
        }
        if (failure.cause() == null) {
          atRest.run();
        }
        parts.sources().forEach(SourceDriver::close);
        for (SinkDriver sink : parts.sinks()) {
          AppFailedException failed = sink.close();
          if (failed != null) {
            failure.note(failed);
          }
        }
        parts.pipelines().forEach(Pipeline::close);
        AppFailedException failed = coordinator == null ? null : coordinator.close();
        if (failed != null) {
          failure.note(failed);
        }
      }
    } finally {
      if (isQuiet) {
        running.unlock();
      }
    }
    if (!wasTold) {
      failure.throwIfFailed();
    }
  }

  /**
   * Everything has been processed, and no thread of the app is left. What goes wrong is the failure
   * of the app; the caller closes what is open first.
   *
   * @param isFree whether no other checkpoint is under way
   */
  private void takeLastCheckpoint(boolean isFree) {
    if (coordinator == null) {
      return;
    }
    if (!isFree) {
      failure.note(
          new AppFailedException(
              "a checkpoint did not end within " + options.stopTimeoutMillis() + " ms", null));
      return;
    }
    try {
      coordinator.takeLast();
    } catch (AppFailedException e) {
      assert failure.cause() != null : "the coordinator makes the app fail";
    }
  }

  /**
   * Waits until {@link #runToEnd}, or another stop, has returned; false if that takes longer than a
   * stop may.
   */
  private boolean awaitQuiet() {
    try {
      return running.tryLock(options.stopTimeoutMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** See {@link AppRuntime#status}. */
  AppRuntime.Status status() {
    if (failure.cause() != null) {
      return AppRuntime.Status.FAILED;
    }
    return switch (stage) {
      case CREATED -> AppRuntime.Status.CREATED;
      case STARTED -> statusOfStarted();
      case STOPPED -> AppRuntime.Status.STOPPED;
    };
  }

  private AppRuntime.Status statusOfStarted() {
    if (app.diskPause().isOn()) {
      return AppRuntime.Status.DEGRADED;
    }
    return isOpen ? AppRuntime.Status.RUNNING : AppRuntime.Status.STARTING;
  }

  boolean isStopped() {
    return stage == Stage.STOPPED;
  }

  /**
   * Lets the calling thread wait by the clock of the app, {@link #WAIT_STEP_MILLIS} at a time.
   *
   * @return false, at once, if the app is to stop or has failed
   */
  boolean waitMillis(long millis) {
    for (long left = millis; left > 0 && isGoingOn(); left -= WAIT_STEP_MILLIS) {
      long stepMillis = Math.min(left, WAIT_STEP_MILLIS);
      options.clock().park(TimeUnit.MILLISECONDS.toNanos(stepMillis));
    }
    return isGoingOn();
  }

  private boolean isGoingOn() {
    return !isStopped() && failure.cause() == null;
  }

  // ---- what may be called when ----

  /** Runs {@code action} between two ranges if the app runs, else at once. */
  void whileNothingMoves(Runnable action) {
    if (stage == Stage.STARTED) {
      exclusively(action);
    } else {
      action.run();
    }
  }

  /** Runs {@code action} between two ranges, when all rows that have come in are processed. */
  void exclusively(Runnable action) {
    requireOutside();
    failure.guarded(
        () -> {
          driver.exclusively(action);
          return null;
        });
    failure.throwIfFailed();
  }

  /** Refuses calls from inside a listener. */
  void requireOutside() {
    if (driver.isInside()) {
      throw new IllegalStateException("this cannot be called from inside a listener");
    }
  }

  /** Refuses to restore an app a second time, or one that has been started. */
  void requireUntouched() {
    if (stage != Stage.CREATED || state.isRestored()) {
      throw new IllegalStateException("an app is restored once, before its start");
    }
  }

  /**
   * Refuses calls from outside before the start and after the stop. While rows are drained their
   * listeners may send more.
   */
  void requireOpen() {
    if (!driver.isInside()) {
      requireRunning();
    }
  }

  /** Refuses calls before the start and after the stop. */
  void requireRunning() {
    if (stage == Stage.CREATED) {
      throw new IllegalStateException("app '" + app.name() + "' has not been started");
    }
    if (stage == Stage.STOPPED) {
      failure.throwIfFailed();
      throw new IllegalStateException("app '" + app.name() + "' has been stopped");
    }
  }
}
