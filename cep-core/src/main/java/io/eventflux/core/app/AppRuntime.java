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
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.time.EngineClock;
import io.eventflux.core.time.VirtualClock;
import java.util.List;
import java.util.Optional;
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
  /** What an app says of itself to whoever watches it. */
  public enum Status {
    /** Not started. */
    CREATED,
    /** Sources and sinks are being opened. */
    STARTING,
    /** Events are taken. */
    RUNNING,
    /** The disk is full: no source is read until there is room. Nothing is lost. */
    DEGRADED,
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
  private final AppLife life;
  private final DiskPause diskPause;

  private AppRuntime(CompiledApp app, RuntimeOptions options, OperatorFactory operators) {
    this.plan = app.plan();
    this.options = options;
    this.failure = new AppFailure(this);
    this.subscriptions = new AppSubscriptions(this);
    this.diskPause = new DiskPause(this);
    this.errors = new AppErrors(this, plan);
    this.parts = new AppParts(this, app, operators, errors);
    errors.connect(parts);
    this.time = new AppTime(this, parts, plan);
    parts.createSources();
    parts.createSinks();
    DeliveryPath.requireAsked(plan, parts.sources(), parts.sinks(), options.checkpoints() != null);
    this.state = new AppState(this, parts, time);
    this.tables = new AppTables(this, parts);
    this.numbers = new AppNumbers(this, parts, errors);
    this.driver =
        switch (options.mode()) {
          case CALLER_DRIVEN -> new CallerDriver(this);
          case THREADED -> new ThreadedDriver(this);
        };
    CheckpointOptions checkpoints = options.checkpoints();
    this.coordinator = checkpoints == null ? null : new CheckpointCoordinator(this, checkpoints);
    this.life = new AppLife(this, failure, coordinator);
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
   * @throws IllegalStateException if the app has been started or stopped before
   */
  public void start() {
    life.start();
  }

  /**
   * Reads all sources to their ends, tells the streams that nothing more comes, so that event-time
   * windows close, and processes what is left. Returns early if {@link #stop} is called by another
   * thread.
   *
   * @throws AppFailedException if the app fails
   * @throws IllegalStateException if the app has not been started
   */
  public void runToEnd() {
    life.runToEnd();
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
    life.stop(() -> {});
  }

  /**
   * As {@link #stop}, and gives the state behind the last row that was processed: nothing comes
   * between the two, so an app that is restored from it repeats nothing.
   *
   * @throws AppFailedException as {@link #stop}, or if the app has failed
   * @throws IllegalStateException if the app is not running
   */
  public byte[] stopWithSnapshot() {
    return life.stopWithSnapshot();
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** Where the app is in its life. Any thread. */
  public Status status() {
    return life.status();
  }

  /** What made the app fail, if it has failed. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.cause());
  }

  // ---- events ----

  /**
   * The way into the stream called {@code stream}; the same object at every call. Any thread, in
   * every stage of the app; events can be sent while it runs.
   *
   * @throws IllegalArgumentException if there is no such stream or it takes no events from outside
   */
  public StreamInput input(String stream) {
    return state.input(stream);
  }

  /**
   * Shows the rows of a stream to {@code listener}, until the end of the app: there is no way back.
   * Before the start nothing is missed; later it waits until rows in flight are processed.
   *
   * @throws IllegalArgumentException if there is no such stream
   * @throws IllegalStateException if it is called from inside a listener
   */
  public void subscribe(String stream, RowListener listener) {
    subscriptions.toStream(stream, listener);
  }

  /**
   * Shows the output of a query to {@code listener}, kinds of rows kept. Otherwise as {@link
   * #subscribe}.
   *
   * @throws IllegalArgumentException if there is no such query
   * @throws IllegalStateException if it is called from inside a listener
   */
  public void subscribeQuery(String query, RowListener listener) {
    subscriptions.toQuery(query, listener);
  }

  /**
   * Moves the clock of the app to {@code millis} (epoch milliseconds) and fires the timers due
   * until then; a {@link VirtualClock} moves with it. An earlier time changes nothing. In playback
   * with an idle time a virtual clock stands for the wall time alone, and what has come due by it
   * moves the clock of the app. Any thread; not from inside a listener.
   *
   * @throws IllegalStateException if the app is not running, or the call comes from inside
   */
  public void advanceTo(long millis) {
    life.requireOutside();
    life.requireRunning();
    time.advanceTo(millis);
  }

  // ---- tables ----

  /**
   * A copy of all rows of a table, taken when no event is on its way. Any thread; not from inside a
   * listener. Cost: linear in the rows of the table.
   *
   * @throws IllegalArgumentException if there is no such table
   * @throws IllegalStateException if it is called from inside a listener
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
   * positions of sources. Sinks are flushed. Nothing moves meanwhile. Any thread; not from inside a
   * listener. Cost: linear in the state.
   *
   * @throws AppFailedException if the app fails or has failed
   * @throws IllegalStateException if the app is not running, or the call comes from inside
   */
  public byte[] snapshot() {
    life.requireRunning();
    Snapshot snapshot = new Snapshot(name());
    life.exclusively(
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
    life.requireOutside();
    life.requireRunning();
    return coordinator.take();
  }

  /** What the app found at its start; empty before that, and without checkpoints. Any thread. */
  public Optional<Recovery> recovery() {
    return Optional.ofNullable(life.recovery());
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
    life.requireUntouched();
    if (coordinator != null) {
      throw new IllegalStateException("app '" + name() + "' is restored from its checkpoints");
    }
    state.restore(Snapshot.decode(bytes));
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
    return numbers.metrics();
  }

  /**
   * Where checkpoints of this app are told of. From the first call on {@link #metrics} has them.
   * Any thread.
   */
  public CheckpointMetrics checkpointMetrics() {
    return numbers.checkpointMetrics();
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

  AppSubscriptions subscriptions() {
    return subscriptions;
  }

  DiskPause diskPause() {
    return diskPause;
  }

  AppNumbers numbers() {
    return numbers;
  }

  Driver driver() {
    return driver;
  }

  List<Pipeline> pipelines() {
    return parts.pipelines();
  }

  AppLife life() {
    return life;
  }

  /** What the app says of the time between two checkpoints; 0: nothing. */
  long checkpointMillis() {
    return plan.checkpointMillis();
  }

  boolean isPlayback() {
    return plan.playback();
  }

  boolean isInside() {
    return driver.isInside();
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

  /** Nothing more comes this way. */
  void end(Feed feed) {
    numbers.countSignal();
    driver.end(feed);
  }
}
