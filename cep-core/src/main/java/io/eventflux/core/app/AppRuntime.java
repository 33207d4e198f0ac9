package io.eventflux.core.app;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.core.junction.JunctionClosedException;
import io.eventflux.core.metric.MetricSet;
import io.eventflux.core.pipeline.FailedRow;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.pipeline.OperatorFactory;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.PlanOperators;
import io.eventflux.core.pipeline.RowConsumer;
import io.eventflux.core.pipeline.RowText;
import io.eventflux.core.pipeline.Snapshot;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.core.plan.StartRows;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.state.Table;
import io.eventflux.core.time.EngineClock;
import io.eventflux.core.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
  private static final String STATE_ID = "app";

  /** How long the clock of playback waits for an event before it goes on by itself. */
  private static final String IDLE_ID = Pipeline.CLOCK_PREFIX + "idle";

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
  private final List<Pipeline> pipelines = new ArrayList<>();
  private final Map<Pipeline, LatencyMeter> latencies = new HashMap<>();
  private final Map<String, Pipeline> pipelineByStream = new LinkedHashMap<>();
  private final List<SourceDriver> sources = new ArrayList<>();
  private final List<SinkDriver> sinks = new ArrayList<>();
  private final Map<Pipeline, List<SinkDriver>> sinksByPipeline = new HashMap<>();
  private final Map<String, ErrorRule> rules = new LinkedHashMap<>();
  private final List<Feed> feeds = new ArrayList<>();
  private final Map<String, Feed> deadLetterFeeds = new LinkedHashMap<>();

  /** By stream: the way into its fault stream. */
  private final Map<String, Feed> faultFeeds = new LinkedHashMap<>();

  private final Map<String, StreamInput> inputs = new HashMap<>();
  private final List<StartRows> streamStartRows = new ArrayList<>();
  private final Map<String, Feed> startFeeds = new LinkedHashMap<>();
  private final Driver driver;
  private final @Nullable CheckpointCoordinator coordinator;

  /** By stream: the last event sent into it by callers that a durable checkpoint covers. */
  private final Map<String, Long> durableCounts = new ConcurrentHashMap<>();

  private final EngineClock rowClock;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLong errorCount = new AtomicLong();
  private final AtomicLong deadLetterCount = new AtomicLong();

  /** Ends of input, and moves of the clock by a caller. */
  private final AtomicLong signalCount = new AtomicLong();

  private final AtomicLong latestMillis = new AtomicLong(Long.MIN_VALUE);
  private final IdleTimer idleTimer;
  private final Object startMonitor = new Object();
  private final ReentrantLock running = new ReentrantLock();
  private volatile Stage stage = Stage.CREATED;
  private volatile boolean isOpen;
  private volatile boolean mayAwaitClock;
  private final Object metricsMonitor = new Object();
  private @Nullable MetricSet metrics;
  private @Nullable CheckpointMetrics checkpointMetrics;
  private boolean isRestored;
  private volatile @Nullable Recovery recovery;

  private AppRuntime(CompiledApp app, RuntimeOptions options, OperatorFactory operators) {
    this.plan = app.plan();
    this.options = options;
    for (ConnectorPlan source : plan.sources()) {
      rules.merge(
          source.stream(),
          ErrorRule.of(source),
          (first, next) -> first.strategy() == null ? next : first);
    }
    Set<String> deadLetterStreams = deadLetterStreams();
    Set<String> keptStreams = new LinkedHashSet<>(plan.faultStreams().keySet());
    rules.forEach(
        (stream, rule) -> {
          if (rule.strategy() == ErrorRule.Strategy.DLQ) {
            keptStreams.add(stream);
          }
        });
    Set<String> moreInputs = new LinkedHashSet<>(deadLetterStreams);
    moreInputs.addAll(plan.faultStreams().values());
    for (int i = 0; i < plan.pipelines().size(); i++) {
      PipelinePlan pipelinePlan = plan.pipelines().get(i);
      // Failed rows keep the order of their rows only if these are processed one by one.
      int rangeRowsMax = Pipeline.canFail(pipelinePlan, keptStreams) ? 1 : options.rangeRowsMax();
      Pipeline pipeline =
          new Pipeline(
              pipelinePlan,
              tablesOf(i),
              app.kernels(),
              operators,
              new Pipeline.Settings(
                  i, plan.playback(), options.ringCapacity(), rangeRowsMax, moreInputs),
              this::rowFailed);
      pipelines.add(pipeline);
      latencies.put(pipeline, new LatencyMeter(pipeline, options.clock()));
      for (PlanNode node : pipelinePlan.nodes()) {
        if (node instanceof PlanNode.Stream stream) {
          pipelineByStream.put(stream.name(), pipeline);
        }
      }
    }
    for (String stream : deadLetterStreams) {
      deadLetterFeeds.put(stream, newFeed(stream));
    }
    plan.faultStreams().forEach((stream, fault) -> faultFeeds.put(stream, newFeed(fault)));
    this.idleTimer = new IdleTimer(plan.idleClock(), options.clock());
    this.rowClock = plan.playback() ? new PlaybackClock() : options.clock();
    createSources();
    createSinks();
    DeliveryPath.requireAsked(plan, sources, sinks, options.checkpoints() != null);
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

  private Set<String> deadLetterStreams() {
    Set<String> streams = new LinkedHashSet<>();
    List<ConnectorPlan> connectors = new ArrayList<>(plan.sources());
    connectors.addAll(plan.sinks());
    for (ConnectorPlan connector : connectors) {
      ErrorRule rule = ErrorRule.of(connector);
      if (rule.strategy() == ErrorRule.Strategy.DLQ) {
        String stream = rule.deadLetterStream();
        if (stream == null) {
          throw new IllegalArgumentException(
              "stream '"
                  + connector.stream()
                  + "' has 'error.strategy'='dlq' and names no 'error.dlq.stream'");
        }
        streams.add(stream);
      }
    }
    return streams;
  }

  /**
   * The tables that pipeline number {@code number} uses; the first pipeline also gets those that
   * none uses.
   */
  private List<TablePlan> tablesOf(int number) {
    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < plan.pipelines().size(); i++) {
      for (PlanNode node : plan.pipelines().get(i).nodes()) {
        String table = null;
        if (node instanceof PlanNode.TableInsert insert) {
          table = insert.table();
        } else if (node instanceof PlanNode.TableJoin join) {
          table = join.table();
        }
        if (table != null) {
          Integer other = owners.put(table, i);
          if (other != null && other != i) {
            throw new IllegalArgumentException(
                "table '" + table + "' is used by two pipelines; its queries belong into one");
          }
        }
      }
    }
    return plan.tables().stream()
        .filter(table -> owners.getOrDefault(table.name(), 0) == number)
        .toList();
  }

  private void createSources() {
    Map<String, Integer> numbers = new HashMap<>();
    for (ConnectorPlan source : plan.sources()) {
      SourceProvider provider =
          options
              .connectors()
              .source(source.connector())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("unknown source '" + source.connector() + "'"));
      Feed feed = newFeed(source.stream());
      int number = numbers.merge(source.stream(), 1, Integer::sum) - 1;
      FormatProvider format = format(source);
      SourceDriver sourceDriver =
          new SourceDriver(
              this,
              source,
              "source/" + source.stream() + "/" + number,
              provider.create(new ConnectorOptions(source.options())),
              format == null
                  ? null
                  : format.decoder(feed.schema(), new ConnectorOptions(source.formatOptions())),
              feed);
      feed.pipeline().expectPublisher(source.stream(), feed.publisher().id());
      sources.add(sourceDriver);
    }
  }

  private void createSinks() {
    for (int i = 0; i < plan.sinks().size(); i++) {
      ConnectorPlan sink = plan.sinks().get(i);
      SinkProvider provider =
          options
              .connectors()
              .sink(sink.connector())
              .orElseThrow(
                  () -> new IllegalArgumentException("unknown sink '" + sink.connector() + "'"));
      Pipeline pipeline = pipelineOf(sink.stream());
      RowSchema schema = pipeline.schema(sink.stream());
      assert schema != null : "the pipeline has the stream";
      FormatProvider format = format(sink);
      SinkDriver sinkDriver =
          new SinkDriver(
              this,
              sink,
              "sink/" + sink.stream() + "/" + i,
              provider.create(new ConnectorOptions(sink.options())),
              format == null
                  ? null
                  : format.encoder(schema, new ConnectorOptions(sink.formatOptions())),
              schema);
      sinks.add(sinkDriver);
      sinksByPipeline.computeIfAbsent(pipeline, key -> new ArrayList<>()).add(sinkDriver);
      if (!pipeline.attachSink(i, sinkDriver)) {
        throw new IllegalArgumentException(
            "the plan has no node for sink " + i + " of stream '" + sink.stream() + "'");
      }
    }
  }

  private @Nullable FormatProvider format(ConnectorPlan connector) {
    String name = connector.format();
    if (name == null) {
      return null;
    }
    return options
        .connectors()
        .format(name)
        .orElseThrow(() -> new IllegalArgumentException("unknown format '" + name + "'"));
  }

  private Pipeline pipelineOf(String stream) {
    Pipeline pipeline = pipelineByStream.get(stream);
    if (pipeline == null) {
      throw new IllegalArgumentException("app '" + name() + "' has no stream '" + stream + "'");
    }
    return pipeline;
  }

  private Feed newFeed(String stream) {
    Pipeline pipeline = pipelineOf(stream);
    Feed feed = new Feed(pipeline, latencyOf(pipeline), stream);
    synchronized (feeds) {
      feeds.add(feed);
    }
    return feed;
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
            insertTableRows();
            openStream();
            sources.forEach(SourceDriver::open);
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
      sinks.forEach(SinkDriver::open);
      return;
    }
    coordinator.recoverState();
    sinks.forEach(SinkDriver::open);
    Recovery found = coordinator.recoverSinks();
    recovery = found;
    options.errorListener().onRecovery(name(), found);
  }

  /** Start rows of tables enter at once; those of streams are the first events. */
  private void insertTableRows() {
    if (isRestored) {
      return;
    }
    for (StartRows rows : plan.startRows()) {
      Table table = tableOf(rows.target());
      if (table == null) {
        awaitStart(rows);
        continue;
      }
      ColumnBatch batch = new ColumnBatch(table.schema(), 1);
      for (List<@Nullable Object> values : rows.rows()) {
        RowValues.set(rows.target(), table.schema(), batch, 0, values);
        batch.timestamps()[0] = options.clock().millis();
        Table.Insertion insertion = table.insert(batch, 0);
        if (insertion != Table.Insertion.INSERTED) {
          setAside(
              ErrorRule.Strategy.DROP,
              ErrorRule.NONE,
              FailedEvent.row(
                  FailureKind.REFUSED,
                  "table/" + rows.target(),
                  rows.target(),
                  RowText.json(table.schema(), batch, 0),
                  insertion == Table.Insertion.DUPLICATE_KEY
                      ? "a row with this primary key is in table '" + rows.target() + "' already"
                      : "a column of table '" + rows.target() + "' refuses NULL",
                  null));
        }
      }
    }
  }

  private @Nullable Table tableOf(String name) {
    for (Pipeline pipeline : pipelines) {
      Table table = pipeline.table(name);
      if (table != null) {
        return table;
      }
    }
    return null;
  }

  /**
   * On the wall clock time begins now; in playback it begins with the first event, and so do start
   * rows.
   */
  private void openStream() {
    if (isPlayback()) {
      mayAwaitClock = !streamStartRows.isEmpty();
    } else {
      pipelines.forEach(pipeline -> pipeline.tick(clockMillis()));
      submitStartRows();
    }
  }

  private void submitStartRows() {
    for (StartRows rows : streamStartRows) {
      Feed feed = startFeeds.get(rows.target());
      if (feed == null) {
        throw new IllegalStateException("no way into stream '" + rows.target() + "'");
      }
      ColumnBatch unit = new ColumnBatch(feed.schema(), rows.rows().size());
      for (int i = 0; i < rows.rows().size(); i++) {
        RowValues.set(rows.target(), feed.schema(), unit, i, rows.rows().get(i));
        unit.timestamps()[i] = timeForRows();
      }
      unit.units(new int[rows.rows().size()]);
      feed.rowCount().addAndGet(rows.rows().size());
      driver.submit(feed, unit, 0, rows.rows().size());
    }
    streamStartRows.clear();
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
          if (mayAwaitClock) {
            startClock(0);
          }
          Set<String> fed = new LinkedHashSet<>();
          sources.forEach(source -> fed.add(source.plan().stream()));
          for (Pipeline pipeline : pipelines) {
            for (String stream : pipeline.inputStreams()) {
              if (!fed.contains(stream)) {
                end(newFeed(stream));
              }
            }
          }
          return null;
        });
    exclusively(
        () -> {
          flushSinks();
          sinks.forEach(SinkDriver::requireCaughtUp);
        });
    if (coordinator != null) {
      // Whoever looks behind the end of the input wants to see its last rows.
      coordinator.take();
    }
  }

  /**
   * Ends the app: sources stop, rows in flight are processed, sinks are flushed and closed, threads
   * end. May be called more than once; not from inside a listener. What made the app fail before is
   * not thrown again: {@link #failure} has it.
   *
   * @throws AppFailedException if a sink cannot be closed or the app does not stop in time
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
          collect(snapshot);
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
    boolean hadFailed = failure.get() != null;
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
        if (before == Stage.STARTED && failure.get() == null) {
          takeLastCheckpoint(isFree);
        }
        if (failure.get() == null) {
          atRest.run();
        }
        sources.forEach(SourceDriver::close);
        for (SinkDriver sink : sinks) {
          AppFailedException failed = sink.close();
          if (failed != null) {
            fail(failed);
          }
        }
        pipelines.forEach(Pipeline::close);
        AppFailedException failed = coordinator == null ? null : coordinator.close();
        if (failed != null) {
          fail(failed);
        }
      }
    } finally {
      if (isQuiet) {
        running.unlock();
      }
    }
    if (!hadFailed) {
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
      fail(
          new AppFailedException(
              "a checkpoint did not end within " + options.stopTimeoutMillis() + " ms", null));
      return;
    }
    try {
      coordinator.takeLast();
    } catch (AppFailedException e) {
      assert failure.get() != null : "the coordinator makes the app fail";
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
    if (failure.get() != null) {
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
    return Optional.ofNullable(failure.get());
  }

  // ---- events ----

  /**
   * The way into the stream called {@code stream}.
   *
   * @throws IllegalArgumentException if there is no such stream or it takes no events from outside
   */
  public StreamInput input(String stream) {
    synchronized (inputs) {
      return inputs.computeIfAbsent(stream, key -> new StreamInput(this, newFeed(key)));
    }
  }

  /**
   * Shows the rows of a stream to {@code listener}. Before the start nothing is missed.
   *
   * @throws IllegalArgumentException if there is no such stream
   */
  public void subscribe(String stream, RowListener listener) {
    Pipeline pipeline = pipelineOf(stream);
    RowConsumer consumer = consumer("stream/" + stream, stream, pipeline.schema(stream), listener);
    whileNothingMoves(() -> pipeline.subscribe(stream, consumer));
  }

  /**
   * Shows the output of a query to {@code listener}, kinds of rows kept.
   *
   * @throws IllegalArgumentException if there is no such query
   */
  public void subscribeQuery(String query, RowListener listener) {
    RowConsumer consumer = consumer(query, "", null, listener);
    boolean[] isFound = {false};
    whileNothingMoves(
        () -> {
          for (Pipeline pipeline : pipelines) {
            isFound[0] |= pipeline.subscribeQuery(query, consumer);
          }
        });
    if (!isFound[0]) {
      throw new IllegalArgumentException("app '" + name() + "' has no query '" + query + "'");
    }
  }

  private void whileNothingMoves(Runnable action) {
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
   * A listener that fails does not stop the app: the rows it was shown are gone for it, and the
   * error is reported.
   */
  private RowConsumer consumer(
      String place, String stream, @Nullable RowSchema schema, RowListener listener) {
    return (batch, lo, hi) -> {
      try {
        listener.onRows(batch, lo, hi);
      } catch (AppFailedException e) {
        throw e;
      } catch (RuntimeException e) {
        setAside(
            ErrorRule.Strategy.DROP,
            ErrorRule.NONE,
            FailedEvent.row(
                FailureKind.LISTENER,
                place,
                stream,
                schema == null ? "" : RowText.json(schema, batch, batch.row(lo)),
                "a listener failed for " + (hi - lo) + " rows: " + e,
                e));
      }
    };
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
    }
    if (idleTimer.isSet() && options.clock() instanceof VirtualClock) {
      moveIdleClock();
      return;
    }
    if (mayAwaitClock) {
      startClock(millis);
    }
    signalCount.incrementAndGet();
    driver.tick(millis);
    noteTime(millis);
  }

  /** In playback the clock goes on while no event comes, if the app says so. Not from inside. */
  void moveIdleClock() {
    while (latestMillis.get() != Pipeline.TIME_OF_CLOCK && idleTimer.take()) {
      long millis = latestMillis.get() + idleTimer.incrementMillis();
      signalCount.incrementAndGet();
      driver.tick(millis);
      noteTime(millis);
    }
  }

  /** Whether the clock of playback goes on by itself. */
  boolean hasIdleClock() {
    return idleTimer.isSet();
  }

  /** In how many milliseconds the clock may have to go on by itself; at least 1. */
  long idleWaitMillis() {
    return idleTimer.waitMillis();
  }

  // ---- tables ----

  /**
   * A copy of all rows of a table, taken when no event is on its way. Any thread; not from inside a
   * listener. Cost: linear in the rows of the table.
   *
   * @throws IllegalArgumentException if there is no such table
   */
  public TableCopy copyTable(String table) {
    Table rows = tableNamed(table);
    TableCopy[] copy = new TableCopy[1];
    whileNothingMoves(() -> copy[0] = copyOf(rows, 0, rows.rowCount()));
    return copy[0];
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
    Table rows = tableNamed(table);
    Column[] probe = keyOf(table, rows.keySchema(), key);
    TableCopy[] copy = new TableCopy[1];
    whileNothingMoves(
        () -> {
          int[] found = new int[1];
          rows.findByKey(probe, 0, 1, found);
          copy[0] = found[0] < 0 ? copyOf(rows, 0, 0) : copyOf(rows, found[0], found[0] + 1);
        });
    return copy[0];
  }

  private Table tableNamed(String name) {
    Table table = tableOf(name);
    if (table == null) {
      throw new IllegalArgumentException("app '" + name() + "' has no table '" + name + "'");
    }
    return table;
  }

  private static TableCopy copyOf(Table table, int lo, int hi) {
    ColumnBatch rows = new ColumnBatch(table.schema(), hi - lo);
    rows.copyRows(table.rows(), lo, 0, hi - lo);
    return new TableCopy(table.schema(), rows, hi - lo);
  }

  private static Column[] keyOf(String table, RowSchema schema, @Nullable Object[] key) {
    if (schema.size() == 0) {
      throw new IllegalArgumentException("table '" + table + "' has no primary key");
    }
    if (key.length != schema.size()) {
      throw new IllegalArgumentException(
          "the primary key of table '"
              + table
              + "' has "
              + schema.size()
              + (schema.size() == 1 ? " column, " : " columns, ")
              + key.length
              + (key.length == 1 ? " value was given" : " values were given"));
    }
    Column[] columns = schema.newColumns(1);
    for (int c = 0; c < key.length; c++) {
      Object value = key[c];
      if (value == null) {
        columns[c].setNull(0);
      } else if (!RowValues.put(schema.field(c).type(), columns[c], 0, value)) {
        throw new IllegalArgumentException(
            "key column '"
                + schema.field(c).name()
                + "' of table '"
                + table
                + "' is "
                + schema.field(c).type()
                + ", a value of Java type "
                + value.getClass().getSimpleName()
                + " was given");
      }
    }
    return columns;
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
          flushSinks();
          collect(snapshot);
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
    return DeliveryPath.of(plan, sources, sinks);
  }

  /** Adds all state; nothing moves meanwhile. */
  void collect(Snapshot snapshot) {
    StateWriter writer = new StateWriter();
    writer.putBoolean(mayAwaitClock);
    writer.putLong(latestMillis.get());
    Map<String, Long> sent = sentCounts();
    writer.putInt(sent.size());
    sent.forEach(
        (stream, count) -> {
          writer.putText(stream);
          writer.putLong(count);
        });
    snapshot.put(STATE_ID, "", writer.toByteArray());
    if (idleTimer.isSet()) {
      StateWriter idle = new StateWriter();
      idle.putLong(idleTimer.waitNanos());
      snapshot.put(IDLE_ID, "", idle.toByteArray());
    }
    for (Pipeline pipeline : pipelines) {
      pipeline.snapshot(snapshot);
    }
    for (SourceDriver source : sources) {
      StateWriter position = new StateWriter();
      position.putText(source.position());
      snapshot.put(source.id(), source.plan().connector(), position.toByteArray());
    }
  }

  /**
   * Takes over a state that {@link #snapshot} gave; before the start. Start rows are then not
   * inserted again, and sources go on behind their positions.
   *
   * @throws StateFormatException with a sentence if the bytes are damaged, of another version, or
   *     of an app with other operators; the app cannot be used then
   */
  public void restore(byte[] bytes) {
    if (stage != Stage.CREATED || isRestored) {
      throw new IllegalStateException("an app is restored once, before its start");
    }
    if (coordinator != null) {
      throw new IllegalStateException("app '" + name() + "' is restored from its checkpoints");
    }
    restore(Snapshot.decode(bytes));
  }

  /** As {@link #restore(byte[])}, from what has been read. */
  void restore(Snapshot snapshot) {
    requireSameParts(snapshot);
    StateReader reader = new StateReader(stateOf(snapshot, STATE_ID));
    boolean startRowsWait = reader.getBoolean();
    latestMillis.set(reader.getLong());
    int sentStreams = reader.getCount(Integer.BYTES + Long.BYTES);
    for (int i = 0; i < sentStreams; i++) {
      String stream = reader.getRequiredText();
      Pipeline pipeline = pipelineByStream.get(stream);
      if (pipeline == null || pipeline.streamNumber(stream) < 0) {
        throw new StateFormatException(
            "events were sent into stream '"
                + stream
                + "', which the app does not have or which takes none from outside");
      }
      input(stream).feed().sentCount().set(reader.getLong());
    }
    noteDurable(sentCounts());
    if (idleTimer.isSet()) {
      idleTimer.restore(new StateReader(stateOf(snapshot, IDLE_ID)).getLong());
    }
    for (Pipeline pipeline : pipelines) {
      pipeline.restore(snapshot);
    }
    for (SourceDriver source : sources) {
      String position = new StateReader(stateOf(snapshot, source.id())).getRequiredText();
      if (!position.isEmpty()) {
        source.seek(position);
      }
    }
    isRestored = true;
    if (startRowsWait) {
      // The tables have their rows; those of streams wait for the clock as before.
      for (StartRows rows : plan.startRows()) {
        if (tableOf(rows.target()) == null) {
          awaitStart(rows);
        }
      }
    }
  }

  /** By stream: how many events callers have sent into it, in all runs that this one goes on. */
  Map<String, Long> sentCounts() {
    Map<String, Long> counts = new TreeMap<>();
    synchronized (inputs) {
      inputs.forEach(
          (stream, input) -> {
            long count = input.feed().sentCount().get();
            if (count > 0) {
              counts.put(stream, count);
            }
          });
    }
    return counts;
  }

  /** A durable checkpoint covers what was sent up to {@code counts}. */
  void noteDurable(Map<String, Long> counts) {
    durableCounts.putAll(counts);
  }

  long lastDurableSequence(String stream) {
    return durableCounts.getOrDefault(stream, 0L);
  }

  /** By source id: where each source stands; nothing moves meanwhile. */
  Map<String, String> sourcePositions() {
    Map<String, String> positions = new TreeMap<>();
    sources.forEach(source -> positions.put(source.id(), source.position()));
    return positions;
  }

  /** Grows with everything that comes in, so that nothing has come in while it stays the same. */
  long workCount() {
    long count = errorCount.get();
    for (Pipeline pipeline : pipelines) {
      count += pipeline.takenCount();
    }
    return count;
  }

  /** As {@link #workCount}, and grows with everything else that may change the state. */
  long activityCount() {
    return workCount() + signalCount.get();
  }

  /** When the next timer of the app is due, epoch milliseconds; nothing moves meanwhile. */
  long nextDueMillis() {
    return pipelines.stream().mapToLong(Pipeline::nextDueMillis).min().orElse(Long.MAX_VALUE);
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

  private void awaitStart(StartRows rows) {
    streamStartRows.add(rows);
    if (!startFeeds.containsKey(rows.target())) {
      startFeeds.put(rows.target(), newFeed(rows.target()));
    }
  }

  private static byte[] stateOf(Snapshot snapshot, String id) {
    Snapshot.Section section = snapshot.section(id);
    if (section == null) {
      throw new StateFormatException("the snapshot has no state of '" + id + "'");
    }
    return section.state();
  }

  /**
   * Nothing is taken over in part: every section must have its owner, and every owner its section.
   */
  private void requireSameParts(Snapshot snapshot) {
    Map<String, Boolean> known = new LinkedHashMap<>();
    known.put(STATE_ID, true);
    if (idleTimer.isSet()) {
      known.put(IDLE_ID, true);
    }
    pipelines.forEach(pipeline -> known.putAll(pipeline.stateIds()));
    sources.forEach(source -> known.put(source.id(), true));
    Set<String> unknown = new TreeSet<>(snapshot.ids());
    unknown.removeAll(known.keySet());
    Set<String> missing = new TreeSet<>();
    known.forEach(
        (id, isRequired) -> {
          if (isRequired && snapshot.section(id) == null) {
            missing.add(id);
          }
        });
    if (unknown.isEmpty() && missing.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("the snapshot of app '");
    text.append(snapshot.appName()).append("' does not fit app '").append(name()).append("':");
    if (!unknown.isEmpty()) {
      text.append(" it has state of ")
          .append(quoted(unknown))
          .append(", which the app does not have");
    }
    if (!missing.isEmpty()) {
      text.append(unknown.isEmpty() ? "" : ";");
      text.append(" it has no state of ").append(quoted(missing));
    }
    throw new StateFormatException(text.toString());
  }

  private static String quoted(Set<String> names) {
    return "'" + String.join("', '", names) + "'";
  }

  // ---- numbers ----

  /** What the app has done so far. Any thread, also while it runs. */
  public AppStatistics statistics() {
    Map<String, Long> sourceRows = new LinkedHashMap<>();
    for (SourceDriver source : sources) {
      sourceRows.merge(source.plan().stream(), source.feed().rowCount().get(), Long::sum);
    }
    long processed = processedCount();
    long dead = deadCount();
    long late = lateCount();
    long filtered = filteredCount();
    Map<String, Long> streams = new LinkedHashMap<>();
    Map<String, Long> queries = new LinkedHashMap<>();
    Map<String, Long> lateRows = new LinkedHashMap<>();
    Map<String, Long> rowErrors = new LinkedHashMap<>();
    Map<String, Long> droppedState = new LinkedHashMap<>();
    for (Pipeline pipeline : pipelines) {
      streams.putAll(pipeline.streamRowCounts());
      queries.putAll(pipeline.queryRowCounts());
      lateRows.putAll(pipeline.lateCounts());
      rowErrors.putAll(pipeline.failureCounts());
      droppedState.putAll(pipeline.droppedStateCounts());
    }
    Map<String, Long> sinkRows = new LinkedHashMap<>();
    sinks.forEach(sink -> sinkRows.merge(sink.streamOfPlan(), sink.rowCount().value(), Long::sum));
    return new AppStatistics(
        readCount(),
        processed,
        dead,
        late,
        filtered,
        streams,
        queries,
        lateRows,
        rowErrors,
        droppedState,
        sourceRows,
        sinkRows,
        errorCount(),
        deadLetterCount());
  }

  /** Events that came in. */
  long readCount() {
    long read = deadCount();
    synchronized (feeds) {
      for (Feed feed : feeds) {
        read += feed.rowCount().get();
      }
    }
    return read;
  }

  /** Rows with a place in time, or in a stream without event time, that something reads. */
  long processedCount() {
    long processed = 0;
    for (Pipeline pipeline : pipelines) {
      processed += pipeline.processedCount() - pipeline.untimedCount();
    }
    return processed;
  }

  /** Events that could not be turned into a row. */
  long deadCount() {
    return sources.stream().mapToLong(source -> source.rejectedCount().get()).sum();
  }

  /** Rows without an event time. */
  long lateCount() {
    return pipelines.stream().mapToLong(Pipeline::untimedCount).sum();
  }

  /** Rows that nothing reads. */
  long filteredCount() {
    return pipelines.stream().mapToLong(Pipeline::unreadCount).sum();
  }

  /** Events and rows that failed, all kinds together. */
  long errorCount() {
    return errorCount.get();
  }

  /** Rows inserted into dead-letter streams. */
  long deadLetterCount() {
    return deadLetterCount.get();
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

  List<Pipeline> pipelines() {
    return pipelines;
  }

  LatencyMeter latencyOf(Pipeline pipeline) {
    LatencyMeter latency = latencies.get(pipeline);
    if (latency == null) {
      throw new IllegalArgumentException("a pipeline of another app");
    }
    return latency;
  }

  List<SourceDriver> sources() {
    return sources;
  }

  List<SinkDriver> sinks() {
    return sinks;
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

  /** The clock for rows without a time of their own. */
  EngineClock rowClock() {
    return rowClock;
  }

  long clockMillis() {
    return options.clock().millis();
  }

  /** A monotonic reading, for time-outs. */
  long clockNanos() {
    return EngineClock.system().nanos();
  }

  /** The timestamp of a row that is sent without one. */
  long timeForRows() {
    return isPlayback() ? Pipeline.TIME_OF_CLOCK : clockMillis();
  }

  /** Hands rows to a stream; every event from outside comes this way. */
  void submit(Feed feed, ColumnBatch batch, int lo, int hi) {
    throwIfFailed();
    if (isPlayback()) {
      noteTimes(feed, batch, lo, hi);
      idleTimer.restart();
    }
    feed.rowCount().addAndGet(hi - lo);
    try {
      driver.submit(feed, batch, lo, hi);
    } catch (JunctionClosedException e) {
      throwIfFailed();
      throw e;
    }
  }

  private void noteTimes(Feed feed, ColumnBatch batch, int lo, int hi) {
    long latest = Pipeline.TIME_OF_CLOCK;
    for (int k = lo; k < hi; k++) {
      long time = feed.pipeline().timeOf(feed.stream(), batch, batch.row(k));
      if (mayAwaitClock && time != Pipeline.TIME_OF_CLOCK && !isInside()) {
        startClock(time);
      }
      latest = Math.max(latest, time);
    }
    noteTime(latest);
  }

  private void noteTime(long millis) {
    if (isPlayback()) {
      latestMillis.accumulateAndGet(millis, Math::max);
    }
  }

  /**
   * Playback begins: the clock gets its first time, and the start rows of streams enter in front of
   * the event that brought it.
   */
  private void startClock(long millis) {
    synchronized (startMonitor) {
      if (!mayAwaitClock) {
        return;
      }
      mayAwaitClock = false;
      driver.tick(millis);
      submitStartRows();
    }
  }

  void flushSinks() {
    sinks.forEach(SinkDriver::flush);
  }

  void flushSinks(Pipeline pipeline) {
    sinksByPipeline.getOrDefault(pipeline, List.of()).forEach(SinkDriver::flush);
  }

  /**
   * Runs {@code action}; whatever it throws makes the app fail, unless it only came after a stop.
   */
  <T extends @Nullable Object> T guarded(Supplier<T> action) {
    try {
      return action.get();
    } catch (Throwable e) {
      throw failedBy(e);
    }
  }

  /** As {@link #guarded} for who has caught {@code cause}: returns what to throw. */
  RuntimeException failedBy(Throwable cause) {
    if (cause instanceof JunctionClosedException closed) {
      throwIfFailed();
      return closed;
    }
    return fail(cause);
  }

  /**
   * Makes the app fail because of {@code cause}, unless it has failed before, and returns what to
   * throw.
   */
  AppFailedException fail(Throwable cause) {
    if (cause instanceof JunctionClosedException
        && (failure.get() != null || stage == Stage.STOPPED)) {
      return failed(cause);
    }
    if (failure.compareAndSet(null, cause)) {
      pipelines.forEach(pipeline -> pipeline.junction().close());
      options.errorListener().onFailure(name(), cause);
    }
    Throwable first = failure.get();
    return failed(first == null ? cause : first);
  }

  private AppFailedException failed(Throwable cause) {
    return cause instanceof AppFailedException known
        ? known
        : new AppFailedException("app '" + name() + "' has failed: " + cause, cause);
  }

  /** Throws what made the app fail, if it has failed. */
  void throwIfFailed() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw failed(cause);
    }
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

  // ---- errors ----

  /** Nothing more comes this way. */
  void end(Feed feed) {
    signalCount.incrementAndGet();
    driver.end(feed);
  }

  /**
   * A source could not decode an event.
   *
   * @param excess if that makes too many of them: a sentence; else null
   */
  void rejected(SourceDriver source, ErrorRule rule, RejectedEvent event, @Nullable String excess) {
    FailedEvent failed =
        new FailedEvent(
            FailureKind.DECODE,
            source.id(),
            source.plan().stream(),
            text(event.original().start()),
            event.reason(),
            event,
            1,
            null,
            null);
    if (excess != null) {
      errorCount.incrementAndGet();
      throw failBecauseOf(
          failed, excess + "; the last is " + event.origin() + ": " + event.reason());
    }
    setAside(rule.strategy() == null ? ErrorRule.Strategy.DROP : rule.strategy(), rule, failed);
  }

  /** An operator could not process a row. */
  private void rowFailed(
      FailureKind kind,
      String place,
      String stream,
      FailedRow row,
      String reason,
      @Nullable Throwable cause) {
    ErrorRule rule = rules.getOrDefault(stream, ErrorRule.NONE);
    ErrorRule.Strategy strategy =
        rule.strategy() == null ? ErrorRule.Strategy.DROP : rule.strategy();
    // An event that never ends its work would do so again.
    if (faultFeeds.containsKey(stream) && kind != FailureKind.RECURSION_LIMIT) {
      strategy = ErrorRule.Strategy.FAULT;
    }
    setAside(
        strategy,
        rule,
        new FailedEvent(kind, place, stream, row.text(), reason, null, 1, cause, row));
  }

  /** A connector could not be closed or flushed and the app goes on. */
  void reportConnector(FailureKind kind, String place, String stream, Exception cause) {
    errorCount.incrementAndGet();
    String reason = String.valueOf(cause.getMessage());
    report(FailedEvent.row(kind, place, stream, "", reason, cause), AppError.Handling.DROPPED);
  }

  /**
   * Does with one failed event what its rule says: drops it, makes it a dead letter or a row of its
   * fault stream, or makes the app fail. What cannot be repeated with another outcome is dropped
   * where the rule says retry.
   */
  void setAside(ErrorRule.Strategy strategy, ErrorRule rule, FailedEvent failed) {
    errorCount.incrementAndGet();
    switch (strategy) {
      case DROP, RETRY -> report(failed, AppError.Handling.DROPPED);
      case FAIL -> {
        String where = failed.origin().isEmpty() ? failed.place() : failed.origin();
        throw failBecauseOf(
            failed,
            "an event of stream '"
                + failed.stream()
                + "' failed at "
                + where
                + ": "
                + failed.reason());
      }
      case DLQ -> {
        Feed feed = deadLetterFeed(rule);
        if (feed == null) {
          throw new IllegalStateException(
              "no way into the dead-letter stream of '" + failed.stream() + "'");
        }
        ColumnBatch letter =
            DeadLetter.row(feed.streamName(), feed.schema(), failed, rowClock.millis());
        letter.timestamps()[0] = timeForRows();
        report(failed, AppError.Handling.DEAD_LETTER);
        deadLetterCount.incrementAndGet();
        feed.rowCount().incrementAndGet();
        driver.submitDeadLetter(feed, letter, 1);
      }
      case FAULT -> {
        Feed feed = faultFeeds.get(failed.stream());
        FailedRow row = failed.row();
        if (feed == null || row == null) {
          throw new IllegalStateException("no fault stream of '" + failed.stream() + "'");
        }
        ColumnBatch fault = FaultRow.row(feed.schema(), row, failed.reason());
        fault.timestamps()[0] = timeForRows();
        report(failed, AppError.Handling.FAULT_STREAM);
        feed.rowCount().incrementAndGet();
        driver.submitDeadLetter(feed, fault, 1);
      }
    }
  }

  /** Where events go that {@code rule} sets aside; null if it keeps none. */
  @Nullable Feed deadLetterFeed(ErrorRule rule) {
    return rule.strategy() == ErrorRule.Strategy.DLQ
        ? deadLetterFeeds.get(rule.deadLetterStream())
        : null;
  }

  private AppFailedException failBecauseOf(FailedEvent failed, String message) {
    report(failed, AppError.Handling.APP_FAILED);
    return fail(AppFailedException.ofEvents(message, failed.cause()));
  }

  private void report(FailedEvent failed, AppError.Handling handling) {
    options.errorListener().onError(failed.reported(name(), handling));
  }

  /** Bytes as text if they are UTF-8, else as base64. */
  private static String text(byte[] payload) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      return "base64:" + Base64.getEncoder().encodeToString(payload);
    }
  }

  /** In playback a row without a time gets the latest time that was sent. */
  private final class PlaybackClock implements EngineClock {
    @Override
    public long millis() {
      return Math.max(0, latestMillis.get());
    }

    @Override
    public long nanos() {
      return options.clock().nanos();
    }
  }
}
