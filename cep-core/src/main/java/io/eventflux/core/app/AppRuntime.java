package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.junction.JunctionClosedException;
import io.eventflux.core.metric.MetricSet;
import io.eventflux.core.pipeline.OperatorFactory;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.PlanOperators;
import io.eventflux.core.pipeline.Snapshot;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.time.EngineClock;
import io.eventflux.core.time.VirtualClock;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A compiled app at work: its pipelines, sources and sinks, subscriptions, snapshots and error
 * rules.
 *
 * <pre>
 *   AppRuntime app = AppRuntime.create(compiled, RuntimeOptions.defaults());
 *   app.subscribe("Big", (batch, lo, hi) -> ...);
 *   app.start();
 *   app.input("Trades").send("IBM", 12.5);
 *   app.close();
 * </pre>
 *
 * Any thread may call it. An app runs once: created, optionally restored, started, stopped.
 */
public final class AppRuntime implements AutoCloseable {
  /** Where an app is in its life. */
  private enum Stage {
    CREATED,
    STARTED,
    STOPPED
  }

  /** What an app says of itself to whoever watches it. */
  public enum Status {
    /** Not started. */
    CREATED,
    /** Sources and sinks are being opened. */
    STARTING,
    /** Events are taken. */
    RUNNING,
    /** Stopped, or on the way there. */
    STOPPED,
    /** Failed; see {@link AppRuntime#failure}. */
    FAILED
  }

  private final AppPlan plan;
  private final RuntimeOptions options;
  private final Driver driver;
  private final @Nullable CheckpointCoordinator coordinator;

  private final AppErrors errors;
  private final AppParts parts;
  private final AppTime time;
  private final AppState state;
  private final AppTables tables;
  private final AppNumbers numbers;
  private final AppFailure failure;
  private final AppSubscriptions subscriptions;

  /** Ends of input, and moves of the clock by a caller. */
  private final AtomicLong signalCount = new AtomicLong();

  private final Object startMonitor = new Object();
  private final ReentrantLock running = new ReentrantLock();
  private volatile Stage stage = Stage.CREATED;
  private volatile boolean isOpen;
  private final Object metricsMonitor = new Object();
  private @Nullable MetricSet metrics;
  private @Nullable CheckpointMetrics checkpointMetrics;
  private volatile @Nullable Recovery recovery;

  private AppRuntime(CompiledApp app, RuntimeOptions options, OperatorFactory operators) {
    this.plan = app.plan();
    this.options = options;
    this.failure = new AppFailure(this);
    this.subscriptions = new AppSubscriptions(this);
    this.errors = new AppErrors(this, plan);
    this.parts = new AppParts(this, app, operators, errors);
    errors.connect(parts);
    this.time = new AppTime(this, parts, plan);
    parts.createSources();
    parts.createSinks();
    DeliveryPath.requireAsked(plan, parts.sources(), parts.sinks(), options.checkpoints() != null);
    this.state = new AppState(this, parts, time);
    this.tables = new AppTables(this, parts);
    this.numbers = new AppNumbers(parts, errors);
    this.driver =
        switch (options.mode()) {
          case CALLER_DRIVEN -> new CallerDriver(this);
          case THREADED -> new ThreadedDriver(this);
        };
    CheckpointOptions checkpoints = options.checkpoints();
    this.coordinator = checkpoints == null ? null : new CheckpointCoordinator(this, checkpoints);
  }

  // ---- building ----

  /**
   * Builds the app without starting it: nothing is opened, no thread runs.
   *
   * @throws IllegalArgumentException with one sentence for the user if a connector or format does
   *     not exist or refuses its options, or a sink asks for exactly-once delivery and cannot have
   *     it
   */
  public static AppRuntime create(CompiledApp app, RuntimeOptions options) {
    return create(app, options, PlanOperators.installed());
  }

  /** As {@link #create(CompiledApp, RuntimeOptions)} with operators of the caller's choice. */
  static AppRuntime create(CompiledApp app, RuntimeOptions options, OperatorFactory operators) {
    return new AppRuntime(app, options, operators);
  }

  // ---- life ----

  /** The name of the app. */
  public String name() {
    return plan.name();
  }

  /**
   * Opens sinks and sources, inserts the start rows and lets rows flow. With checkpoints, goes on
   * from the newest that can be read.
   *
   * @throws AppFailedException if a source or sink cannot be opened, or the state cannot be taken
   *     over; everything is closed then
   */
  public void start() {
    synchronized (startMonitor) {
      if (stage != Stage.CREATED) {
        throw new IllegalStateException("app '" + name() + "' has been started before");
      }
      stage = Stage.STARTED;
    }
    try {
      guarded(
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
      stop();
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
    options.errorListener().onRecovery(name(), found);
  }

  /**
   * Reads all sources to their ends, tells the streams that nothing more comes, so that event-time
   * windows close, and processes what is left. Returns early if {@link #stop} is called by another
   * thread.
   *
   * @throws AppFailedException if the app fails
   */
  public void runToEnd() {
    if (stage == Stage.CREATED) {
      requireRunning();
    }
    // Held to the end, so that a stop by another thread closes nothing that is being read.
    running.lock();
    try {
      if (stage == Stage.STARTED) {
        driver.runSources();
      }
      throwIfFailed();
      if (stage == Stage.STARTED) {
        endInput();
      }
    } finally {
      running.unlock();
    }
  }

  /** No source gives rows any more, and no caller will send any. */
  private void endInput() {
    guarded(
        () -> {
          time.begin(0);
          Set<String> fed = new LinkedHashSet<>();
          parts.sources().forEach(source -> fed.add(source.plan().stream()));
          for (Pipeline pipeline : parts.pipelines()) {
            for (String stream : pipeline.inputStreams()) {
              if (!fed.contains(stream)) {
                end(parts.newFeed(stream));
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

  /**
   * Ends the app: sources stop, rows in flight are processed, sinks are flushed and closed, threads
   * end. May be called more than once; not from inside a listener. A failure that a call has thrown
   * before is not thrown again: {@link #failure} has it.
   *
   * @throws AppFailedException if the app has failed and no call has said so yet: on a thread of
   *     its own, or because a sink cannot be closed or the app does not stop in time
   */
  public void stop() {
    stop(() -> {});
  }

  /**
   * As {@link #stop}, and gives the state behind the last row that was processed: nothing comes
   * between the two, so an app that is restored from it repeats nothing.
   *
   * @throws AppFailedException as {@link #stop}, or if the app has failed
   * @throws IllegalStateException if the app is not running
   */
  public byte[] stopWithSnapshot() {
    requireRunning();
    Snapshot snapshot = new Snapshot(name());
    boolean[] isTaken = {false};
    stop(
        () -> {
          state.collect(snapshot);
          isTaken[0] = true;
        });
    throwIfFailed();
    if (!isTaken[0]) {
      throw new IllegalStateException("app '" + name() + "' has been stopped by another thread");
    }
    return snapshot.encode();
  }

  /** Stops; {@code atRest} runs when all rows are processed and everything is still open. */
  private void stop(Runnable atRest) {
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
      throwIfFailed();
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

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** Where the app is in its life. Any thread. */
  public Status status() {
    if (failure.cause() != null) {
      return Status.FAILED;
    }
    return switch (stage) {
      case CREATED -> Status.CREATED;
      case STARTED -> isOpen ? Status.RUNNING : Status.STARTING;
      case STOPPED -> Status.STOPPED;
    };
  }

  /** What made the app fail, if it has failed. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.cause());
  }

  // ---- events ----

  /**
   * The way into the stream called {@code stream}.
   *
   * @throws IllegalArgumentException if there is no such stream or it takes no events from outside
   */
  public StreamInput input(String stream) {
    return state.input(stream);
  }

  /**
   * Shows the rows of a stream to {@code listener}. Before the start nothing is missed.
   *
   * @throws IllegalArgumentException if there is no such stream
   */
  public void subscribe(String stream, RowListener listener) {
    subscriptions.toStream(stream, listener);
  }

  /**
   * Shows the output of a query to {@code listener}, kinds of rows kept.
   *
   * @throws IllegalArgumentException if there is no such query
   */
  public void subscribeQuery(String query, RowListener listener) {
    subscriptions.toQuery(query, listener);
  }

  /** Runs {@code action} between two ranges if the app runs, else at once. */
  void whileNothingMoves(Runnable action) {
    if (stage == Stage.STARTED) {
      exclusively(action);
    } else {
      action.run();
    }
  }

  private void exclusively(Runnable action) {
    requireOutside();
    guarded(
        () -> {
          driver.exclusively(action);
          return null;
        });
    throwIfFailed();
  }

  private void requireOutside() {
    if (isInside()) {
      throw new IllegalStateException("this cannot be called from inside a listener");
    }
  }

  /**
   * Moves the clock of the app to {@code millis} (epoch milliseconds) and fires the timers due
   * until then; a {@link VirtualClock} moves with it. An earlier time changes nothing. In playback
   * with an idle time a virtual clock stands for the wall time alone, and what has come due by it
   * moves the clock of the app. Not from inside a listener.
   */
  public void advanceTo(long millis) {
    requireOutside();
    requireRunning();
    if (options.clock() instanceof VirtualClock virtual) {
      virtual.advanceTo(millis);
      if (hasIdleClock()) {
        moveIdleClock();
        return;
      }
    }
    time.begin(millis);
    moveClock(millis);
  }

  private void moveClock(long millis) {
    signalCount.incrementAndGet();
    driver.tick(millis);
    time.note(millis);
  }

  /** In playback the clock goes on while no event comes, if the app says so. Not from inside. */
  void moveIdleClock() {
    for (long millis = time.takeIdleMillis();
        millis != Pipeline.TIME_OF_CLOCK;
        millis = time.takeIdleMillis()) {
      moveClock(millis);
    }
  }

  /** Whether the clock of playback goes on by itself. */
  boolean hasIdleClock() {
    return time.idleTimer().isSet();
  }

  /** In how many milliseconds the clock may have to go on by itself; at least 1. */
  long idleWaitMillis() {
    return time.idleTimer().waitMillis();
  }

  // ---- tables ----

  /**
   * A copy of all rows of a table, taken when no event is on its way. Any thread; not from inside a
   * listener. Cost: linear in the rows of the table.
   *
   * @throws IllegalArgumentException if there is no such table
   */
  public TableCopy copyTable(String table) {
    return tables.copy(table);
  }

  /**
   * A copy of the row of a table that has this primary key: one row or none. Otherwise as {@link
   * #copyTable}.
   *
   * @param key a value for each key column, in key order, as for {@link StreamInput#send}
   * @throws IllegalArgumentException if there is no such table, it has no primary key, or the
   *     values do not fit the key
   */
  public TableCopy copyTableRow(String table, @Nullable Object... key) {
    return tables.copyRow(table, key);
  }

  // ---- state ----

  /**
   * The state of the app behind all events sent so far: operators, tables, clock, timers, and the
   * positions of sources. Sinks are flushed. Nothing moves meanwhile. Not from inside a listener.
   */
  public byte[] snapshot() {
    requireRunning();
    Snapshot snapshot = new Snapshot(name());
    exclusively(
        () -> {
          parts.flushSinks();
          state.collect(snapshot);
        });
    return snapshot.encode();
  }

  /**
   * Takes a checkpoint of everything that has happened so far: durable, and its output committed,
   * when the call returns. Takes none if nothing has happened since the last one. Not from inside a
   * listener.
   *
   * @return the number of the newest checkpoint
   * @throws IllegalStateException if the app keeps no checkpoints, or is not running
   * @throws AppFailedException if the checkpoint fails; the app fails then
   */
  public long checkpoint() {
    if (coordinator == null) {
      throw new IllegalStateException("app '" + name() + "' has no place for checkpoints");
    }
    requireOutside();
    requireRunning();
    return coordinator.take();
  }

  /** What the app found at its start; empty before that, and without checkpoints. Any thread. */
  public Optional<Recovery> recovery() {
    return Optional.ofNullable(recovery);
  }

  /**
   * What is promised between each source and each sink that its rows can reach, over restarts of an
   * app with checkpoints; in text order. Any thread.
   */
  public List<DeliveryPath> deliveryPaths() {
    return DeliveryPath.of(plan, parts.sources(), parts.sinks());
  }

  /**
   * Takes over a state that {@link #snapshot} gave; before the start. Start rows are then not
   * inserted again, and sources go on behind their positions.
   *
   * @throws StateFormatException with a sentence if the bytes are damaged, of another version, or
   *     of an app with other operators; the app cannot be used then
   */
  public void restore(byte[] bytes) {
    if (stage != Stage.CREATED || state.isRestored()) {
      throw new IllegalStateException("an app is restored once, before its start");
    }
    if (coordinator != null) {
      throw new IllegalStateException("app '" + name() + "' is restored from its checkpoints");
    }
    state.restore(Snapshot.decode(bytes));
  }

  /** Grows with everything that comes in, so that nothing has come in while it stays the same. */
  long workCount() {
    long count = errors.errorCount();
    for (Pipeline pipeline : parts.pipelines()) {
      count += pipeline.counts().takenCount();
    }
    return count;
  }

  /** As {@link #workCount}, and grows with everything else that may change the state. */
  long activityCount() {
    return workCount() + signalCount.get();
  }

  /** When the next timer of the app is due, epoch milliseconds; nothing moves meanwhile. */
  long nextDueMillis() {
    return parts.pipelines().stream()
        .mapToLong(Pipeline::nextDueMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** What the app is made of, as a short text; changes with every change of its queries. */
  String fingerprint() {
    return Snapshot.digest(PlanPrinter.print(plan));
  }

  /** Runs {@code action} between two ranges, when all rows that have come in are processed. */
  void whileAtRest(Runnable action) {
    exclusively(action);
  }

  /** The name of the state that checkpoints go to; null without checkpoints. */
  @Nullable String runId() {
    return coordinator == null ? null : coordinator.runId();
  }

  /** Called between two polls by a driver without threads. */
  void checkpointIfDue() {
    if (coordinator != null) {
      coordinator.takeIfDue();
    }
  }

  // ---- numbers ----

  /** What the app has done so far. Any thread, also while it runs. */
  public AppStatistics statistics() {
    return numbers.statistics();
  }

  /**
   * What the app measures, described. The set is the same at every call; the numbers are read when
   * its metrics are. Any thread.
   */
  public MetricSet metrics() {
    synchronized (metricsMonitor) {
      MetricSet known = metrics;
      if (known == null) {
        known = AppMetrics.of(this);
        metrics = known;
      }
      return known;
    }
  }

  /**
   * Where checkpoints of this app are told of. From the first call on {@link #metrics} has them.
   * Any thread.
   */
  public CheckpointMetrics checkpointMetrics() {
    synchronized (metricsMonitor) {
      CheckpointMetrics known = checkpointMetrics;
      if (known == null) {
        known = new CheckpointMetrics();
        known.addTo(metrics(), name(), EngineClock.system());
        checkpointMetrics = known;
      }
      return known;
    }
  }

  // ---- called by parts of the app ----

  RuntimeOptions options() {
    return options;
  }

  AppErrors errors() {
    return errors;
  }

  AppParts parts() {
    return parts;
  }

  AppTime time() {
    return time;
  }

  AppState state() {
    return state;
  }

  AppNumbers numbers() {
    return numbers;
  }

  List<Pipeline> pipelines() {
    return parts.pipelines();
  }

  boolean isStopped() {
    return stage == Stage.STOPPED;
  }

  boolean isPlayback() {
    return plan.playback();
  }

  boolean isInside() {
    return driver.isInside();
  }

  Path resolve(String path) {
    Path folder = options.folder();
    return folder.resolve(folder.getFileSystem().getPath(path));
  }

  long clockMillis() {
    return options.clock().millis();
  }

  /** A monotonic reading, for time-outs. */
  long clockNanos() {
    return EngineClock.system().nanos();
  }

  /** Hands rows to a stream; every event from outside comes this way. */
  void submit(Feed feed, ColumnBatch batch, int lo, int hi) {
    throwIfFailed();
    if (isPlayback()) {
      time.note(feed, batch, lo, hi);
    }
    try {
      driver.submit(feed, batch, lo, hi);
    } catch (JunctionClosedException e) {
      throwIfFailed();
      throw e;
    }
  }

  /** Hands over a unit of its own as {@link Driver#submitDeadLetter} says. */
  void submitDeadLetter(Feed feed, ColumnBatch batch, int rowCount) {
    driver.submitDeadLetter(feed, batch, rowCount);
  }

  /** Hands rows of the app itself to a stream. */
  void submitRows(Feed feed, ColumnBatch batch, int lo, int hi) {
    driver.submit(feed, batch, lo, hi);
  }

  /** Moves the clock of all pipelines. Not from inside. */
  void tick(long millis) {
    driver.tick(millis);
  }

  /**
   * Runs {@code action}; whatever it throws makes the app fail, unless it only came after a stop.
   */
  <T extends @Nullable Object> T guarded(Supplier<T> action) {
    return failure.guarded(action);
  }

  /** As {@link #guarded} for who has caught {@code cause}: returns what to throw. */
  RuntimeException failedBy(Throwable cause) {
    return failure.failedBy(cause);
  }

  /**
   * Makes the app fail because of {@code cause}, unless it has failed before, and returns what to
   * throw.
   */
  AppFailedException fail(Throwable cause) {
    return failure.fail(cause);
  }

  /** Throws what made the app fail, if it has failed. */
  void throwIfFailed() {
    failure.throwIfFailed();
  }

  /**
   * Refuses calls from outside before the start and after the stop. While rows are drained their
   * listeners may send more.
   */
  void requireOpen() {
    if (!isInside()) {
      requireRunning();
    }
  }

  private void requireRunning() {
    if (stage == Stage.CREATED) {
      throw new IllegalStateException("app '" + name() + "' has not been started");
    }
    if (stage == Stage.STOPPED) {
      throwIfFailed();
      throw new IllegalStateException("app '" + name() + "' has been stopped");
    }
  }

  /** Nothing more comes this way. */
  void end(Feed feed) {
    signalCount.incrementAndGet();
    driver.end(feed);
  }
}
