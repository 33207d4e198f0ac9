package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.junction.RangeReader;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.NodeExpressions;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.state.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connected part of an app: a junction, the operators behind it, and the only writer of their
 * state. It takes ranges of rows from the junction, cuts them so that nothing shows where they
 * began and ended, and hands them to the streams.
 *
 * <pre>
 *   range of the ring
 *     -> runs of one stream        control rows in between: ticks and ends
 *     -> whole units               a unit cut by the ring waits in a staging batch for its end
 *     -> stretches without timers  between two rows where a timer fires
 *     -> StreamHub                 event time; readers in text order
 * </pre>
 *
 * One thread calls everything but the counters; which one may change between calls if the owner
 * publishes its memory.
 */
public final class Pipeline implements AutoCloseable {
  /** A row with this timestamp gets the clock as its time when its turn comes. */
  public static final long TIME_OF_CLOCK = Long.MIN_VALUE;

  /**
   * How the ids of the sections begin that hold nothing but the time on the clock. It moves by
   * itself, so a snapshot that differs from another in these only is no news.
   */
  public static final String CLOCK_PREFIX = "clock/";

  /** Hops between streams that one event may cause (language 3.2). */
  public static final int HOP_COUNT_MAX = 100_000;

  /**
   * What a pipeline needs besides its plan.
   *
   * @param number position among the pipelines of the app
   * @param playback whether rows move the clock
   * @param ringCapacity rows in the ring, a power of two
   * @param rangeRowsMax greatest number of rows of a range; 0: all that are available
   * @param moreInputs streams that get columns in the ring although the plan does not call them
   *     external
   * @param limits bounds of state that nothing else bounds
   */
  public record Settings(
      int number,
      boolean playback,
      int ringCapacity,
      int rangeRowsMax,
      Set<String> moreInputs,
      StateLimits limits) {
    /** Copies the set. */
    public Settings {
      moreInputs = Set.copyOf(moreInputs);
    }
  }

  /** A unit whose end has not arrived. */
  private static final class OpenUnit {
    final int stream;
    final ColumnBatch rows;
    int rowCount;

    OpenUnit(int stream, ColumnBatch rows) {
      this.stream = stream;
      this.rows = rows;
    }
  }

  /**
   * Rows that were made while others were processed.
   *
   * @param depth 1, or one more than that of the rows that were processed if they were such too
   */
  private record Later(StreamHub hub, ColumnBatch rows, int rowCount, int depth) {}

  private final Settings settings;
  private final EventJunction junction;
  private final RangeReader reader;
  private final PipelineClock clock;

  /** By node id: operators, with a hub for each stream. */
  private final Operator[] operators;

  private final List<PlanNode> nodes;
  private final String[] fingerprints;
  private final @Nullable NodeContext[] contexts;

  /** By ring stream number. */
  private final StreamHub[] inputs;

  private final Map<String, StreamHub> hubs = new LinkedHashMap<>();
  private final Map<String, RowStep> queries = new LinkedHashMap<>();
  private final Map<Integer, RowStep> sinks = new LinkedHashMap<>();
  private final Map<String, Integer> streamNumbers = new LinkedHashMap<>();
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<String, String> tableFingerprints = new LinkedHashMap<>();
  private final int[] unitNumbers;
  private final ColumnBatch inPlaceView = ColumnBatch.newView();
  private final Deque<Later> laterRows = new ArrayDeque<>();

  /** How many such rows led to the one that is being processed; 0 for one from outside. */
  private int laterDepth;

  private boolean isGivingUp;

  private @Nullable OpenUnit[] openUnits = new OpenUnit[0];
  private int openUnitCount;

  private final boolean readsClock;
  private final Counter processedCount = new Counter();
  private final Counter unreadCount = new Counter();

  /**
   * Builds the operators of {@code plan}.
   *
   * @param tablePlans the tables of this pipeline
   * @throws IllegalArgumentException with a sentence if the plan cannot be run
   */
  public Pipeline(
      PipelinePlan plan,
      List<TablePlan> tablePlans,
      KernelFactory kernels,
      OperatorFactory factory,
      Settings settings,
      PipelineErrors errors) {
    this.settings = settings;
    this.nodes = plan.nodes();
    this.operators = new Operator[nodes.size()];
    this.contexts = new NodeContext[nodes.size()];
    this.fingerprints = new String[nodes.size()];
    this.clock = new PipelineClock(operators, settings.playback());
    for (TablePlan table : tablePlans) {
      tables.put(table.name(), new Table(table.schema(), table.primaryKey(), table.notNull()));
      tableFingerprints.put(table.name(), StateFingerprint.of(table));
    }
    PlanGraph graph = new PlanGraph(plan);
    build(graph, kernels, factory, errors);
    connectWatermarks(graph);
    List<StreamHub> inputHubs = new ArrayList<>();
    for (StreamHub hub : hubs.values()) {
      if (hub.node().external() || settings.moreInputs().contains(hub.node().name())) {
        streamNumbers.put(hub.node().name(), inputHubs.size());
        inputHubs.add(hub);
      }
    }
    this.inputs = inputHubs.toArray(new StreamHub[0]);
    for (StreamHub hub : inputs) {
      hub.timedOperators(
          graph.reachable(hub.node().id()).stream()
              .filter(id -> schedulesTimers(nodes.get(id)))
              .mapToObj(id -> operators[id])
              .toArray(Operator[]::new));
      hub.watermarkRead(
          graph.reachable(hub.node().id()).stream().anyMatch(id -> readsWatermark(nodes.get(id))));
      hub.clockRead(
          graph.reachable(hub.node().id()).stream().anyMatch(id -> readsClock(nodes.get(id))));
    }
    this.readsClock =
        nodes.stream()
            .anyMatch(
                node ->
                    node instanceof PlanNode.TableJoin
                        || boundsTimes(node)
                        || (schedulesTimers(node) && !isClockUnseen(graph, node))
                        || readsClock(node));
    this.junction =
        new EventJunction(
            inputHubs.stream().map(hub -> hub.node().schema()).toList(), settings.ringCapacity());
    this.reader = junction.reader();
    this.unitNumbers = new int[settings.ringCapacity()];
  }

  // ---- building ----

  /**
   * Whether a row of one of {@code streams} can fail in a query of {@code plan}, or be refused by a
   * table.
   */
  public static boolean canFail(PipelinePlan plan, Set<String> streams) {
    PlanGraph graph = new PlanGraph(plan);
    return plan.nodes().stream()
        .anyMatch(node -> isFallible(node) && streams.contains(graph.inputStream(node)));
  }

  private static boolean boundsTimes(PlanNode node) {
    return node instanceof PlanNode.Stream stream
        && stream.watermark() != null
        && stream.watermark().isBounded();
  }

  /** Whether rows of the stream called {@code stream} can reach sink number {@code sinkIndex}. */
  public static boolean reaches(PipelinePlan plan, String stream, int sinkIndex) {
    PlanGraph graph = new PlanGraph(plan);
    for (PlanNode from : plan.nodes()) {
      if (from instanceof PlanNode.Stream named && named.name().equals(stream)) {
        BitSet reachable = graph.reachable(from.id());
        return plan.nodes().stream()
            .anyMatch(
                node ->
                    node instanceof PlanNode.Sink sink
                        && sink.sinkIndex() == sinkIndex
                        && reachable.get(node.id()));
      }
    }
    return false;
  }

  private static boolean isFallible(PlanNode node) {
    return node instanceof PlanNode.TableInsert
        || boundsTimes(node)
        || NodeExpressions.of(node).stream().anyMatch(ExpressionTree::isFallible);
  }

  /** Streams are found when they are asked: some are built after their readers. */
  private LongSupplier watermarkOf(String stream) {
    return () -> Objects.requireNonNull(hubs.get(stream), stream).watermarkMillis();
  }

  private static boolean readsWatermark(PlanNode node) {
    return NodeExpressions.of(node).stream().anyMatch(ExpressionTree::readsWatermark);
  }

  private static boolean readsClock(PlanNode node) {
    return NodeExpressions.of(node).stream().anyMatch(ExpressionTree::readsClock);
  }

  /** Whether the clock sets the time of expired rows only, and all readers end those unseen. */
  private boolean isClockUnseen(PlanGraph graph, PlanNode node) {
    return operators[node.id()].usesClockForExpiryOnly()
        && graph.readers(node.id()).stream().allMatch(Pipeline::endsExpiredRows);
  }

  private static boolean endsExpiredRows(PlanNode reader) {
    OutputKind emits = null;
    if (reader instanceof PlanNode.Project project) {
      emits = project.emits();
    } else if (reader instanceof PlanNode.Aggregate aggregate) {
      emits = aggregate.emits();
    }
    return emits != null
        && (emits.kindMask() & 1 << RowKind.EXPIRED) == 0
        && NodeExpressions.of(reader).stream().noneMatch(ExpressionTree::readsRowTime);
  }

  private void build(
      PlanGraph graph, KernelFactory kernels, OperatorFactory factory, PipelineErrors errors) {
    WorkStack workStack = new WorkStack(HOP_COUNT_MAX);
    Wire[] wires = new Wire[nodes.size()];
    for (int id = 0; id < wires.length; id++) {
      wires[id] = new Wire();
    }
    for (PlanNode node : nodes) {
      if (node instanceof PlanNode.Stream stream) {
        StreamHub hub =
            new StreamHub(stream, wires[stream.id()], workStack, errors, clock::nowMillis);
        hubs.put(stream.name(), hub);
        operators[stream.id()] = hub;
      }
    }
    for (PlanNode node : nodes) {
      int id = node.id();
      fingerprints[id] = StateFingerprint.of(node, graph.inputSchemas(node));
      if (node instanceof PlanNode.Stream) {
        continue;
      }
      if (node instanceof PlanNode.QueryOutput output) {
        RowStep step = new RowStep(wires[id]);
        queries.put(output.queryName(), step);
        operators[id] = step;
      } else if (node instanceof PlanNode.Sink sink) {
        RowStep step = new RowStep(wires[id]);
        sinks.put(sink.sinkIndex(), step);
        operators[id] = step;
      } else {
        NodeContext context =
            new NodeContext(
                node,
                graph.inputSchemas(node),
                hubs.get(graph.inputStream(node)),
                kernels,
                watermarkOf(graph.inputStream(node)),
                clock.timersOf(id),
                settings.limits(),
                tables,
                errors);
        contexts[id] = context;
        operators[id] = factory.create(node, context, wires[id], lateOutput(node));
      }
    }
    for (PlanNode node : nodes) {
      for (int input = 0; input < node.inputs().size(); input++) {
        wires[node.inputs().get(input)].connect(operators[node.id()], input);
      }
    }
  }

  private @Nullable Output lateOutput(PlanNode node) {
    if (!(node instanceof PlanNode.GroupWindow window) || window.lateStream() < 0) {
      return null;
    }
    Operator lateHub = operators[window.lateStream()];
    return new Output() {
      @Override
      public void emit(ColumnBatch batch, int lo, int hi) {
        if (lo < hi) {
          lateHub.process(StreamHub.LATE, batch, lo, hi);
        }
      }

      @Override
      public void watermark(long watermarkMillis) {
        // Late rows are behind every watermark: the late stream has arrival order.
      }
    };
  }

  private void connectWatermarks(PlanGraph graph) {
    for (StreamHub hub : hubs.values()) {
      PlanNode.Stream node = hub.node();
      BitSet reachable = graph.reachable(node.id());
      hub.borders(
          new WindowBorders(
              reachable.stream()
                  .mapToObj(nodes::get)
                  .filter(PlanNode.GroupWindow.class::isInstance)
                  .map(PlanNode.GroupWindow.class::cast)
                  .toList()));
      for (int input = 0; input < node.inputs().size(); input++) {
        if (reachable.get(node.inputs().get(input))) {
          hub.ignoreWatermarksOf(input);
        }
      }
      PlanNode.Watermark watermark = node.watermark();
      if (watermark != null && watermark.lateStream() != null) {
        StreamHub late = hubs.get(watermark.lateStream());
        if (late == null || late.node().schema().size() != node.schema().size() + 2) {
          throw new IllegalArgumentException(
              "late stream '"
                  + watermark.lateStream()
                  + "' of stream '"
                  + node.name()
                  + "' is not in the same pipeline, or does not have its attributes and _watermark, _delay");
        }
        hub.lateHub(late);
      }
    }
  }

  private static boolean schedulesTimers(PlanNode node) {
    return node.accept(
        new PlanNode.Visitor<Boolean>() {
          @Override
          public Boolean visitStream(PlanNode.Stream stream) {
            return false;
          }

          @Override
          public Boolean visitFilter(PlanNode.Filter filter) {
            return false;
          }

          @Override
          public Boolean visitProject(PlanNode.Project project) {
            return false;
          }

          @Override
          public Boolean visitWindow(PlanNode.Window window) {
            return true;
          }

          @Override
          public Boolean visitAggregate(PlanNode.Aggregate aggregate) {
            return false;
          }

          @Override
          public Boolean visitGroupWindow(PlanNode.GroupWindow window) {
            return false;
          }

          @Override
          public Boolean visitPattern(PlanNode.Pattern pattern) {
            return true;
          }

          @Override
          public Boolean visitTableJoin(PlanNode.TableJoin join) {
            return false;
          }

          @Override
          public Boolean visitTableInsert(PlanNode.TableInsert insert) {
            return false;
          }

          @Override
          public Boolean visitOrderLimit(PlanNode.OrderLimit limit) {
            return false;
          }

          @Override
          public Boolean visitQueryOutput(PlanNode.QueryOutput output) {
            return false;
          }

          @Override
          public Boolean visitSink(PlanNode.Sink sink) {
            return false;
          }
        });
  }

  /** The position of this pipeline among those of the app. */
  public int number() {
    return settings.number();
  }

  /** The ring that feeds this pipeline. */
  public EventJunction junction() {
    return junction;
  }

  /**
   * The number of {@code stream} in the ring, or -1 if it takes no rows from outside or is not
   * here.
   */
  public int streamNumber(String stream) {
    return streamNumbers.getOrDefault(stream, -1);
  }

  /** The attributes of {@code stream}, or null if it is not here. */
  public @Nullable RowSchema schema(String stream) {
    StreamHub hub = hubs.get(stream);
    return hub == null ? null : hub.node().schema();
  }

  /** The streams that take rows from outside, in the order of their numbers in the ring. */
  public Set<String> inputStreams() {
    return streamNumbers.keySet();
  }

  /**
   * The time of a row that is to be published: its time attribute, or else its timestamp; {@link
   * #TIME_OF_CLOCK} if it has neither.
   */
  public long timeOf(int streamNumber, ColumnBatch batch, int row) {
    return inputs[streamNumber].timeOf(batch, row);
  }

  /**
   * The table called {@code name}, or null if it is not here. For start rows; before the first row.
   */
  public @Nullable Table table(String name) {
    return tables.get(name);
  }

  /**
   * Shows the rows of a stream to {@code consumer}; false if the stream is not here. Between two
   * polls only.
   */
  public boolean subscribe(String stream, RowConsumer consumer) {
    StreamHub hub = hubs.get(stream);
    if (hub == null) {
      return false;
    }
    hub.subscribe(consumer);
    return true;
  }

  /**
   * Shows the rows of a query, kinds kept, to {@code consumer}; false if the query is not here.
   * Between two polls only.
   */
  public boolean subscribeQuery(String query, RowConsumer consumer) {
    RowStep step = queries.get(query);
    if (step == null) {
      return false;
    }
    step.add(consumer);
    return true;
  }

  /**
   * Gives the rows for sink number {@code sinkIndex} of the app to {@code consumer}; false if the
   * sink is not here. Between two polls only.
   */
  public boolean attachSink(int sinkIndex, RowConsumer consumer) {
    RowStep step = sinks.get(sinkIndex);
    if (step == null) {
      return false;
    }
    step.add(consumer);
    return true;
  }

  /**
   * Says that the publisher {@code publisherId} will publish rows of {@code stream} and a control
   * row when it ends. Before the first row.
   */
  public void expectPublisher(String stream, int publisherId) {
    StreamHub hub = hubs.get(stream);
    if (hub == null) {
      throw new IllegalArgumentException("no stream '" + stream + "' in this pipeline");
    }
    hub.expectPublisher(publisherId);
  }

  // ---- running ----

  /**
   * The clock of the app as far as this pipeline has come, epoch milliseconds; 0 before it starts.
   */
  public long nowMillis() {
    return clock.nowMillis();
  }

  /** Whether the clock has a time: in playback from the first event with a time on. */
  public boolean isClockStarted() {
    return clock.isStarted();
  }

  /**
   * Whether an operator may look at the clock or set a timer: if none does, nothing that is
   * computed depends on ticks.
   */
  public boolean readsClock() {
    return readsClock;
  }

  /** When the next timer is due, epoch milliseconds; {@link Long#MAX_VALUE} without timers. */
  public long nextDueMillis() {
    return clock.nextDueMillis();
  }

  /** How many rows of the ring, control rows among them, have been processed. Between two polls. */
  public long sequence() {
    return reader.sequence();
  }

  /**
   * Processes one range of rows, if there is one.
   *
   * @return false if there was nothing to do
   */
  public boolean poll() {
    if (!reader.next(settings.rangeRowsMax())) {
      return drainLater();
    }
    processRange(reader.lo(), reader.hi());
    reader.release();
    drainLater();
    return true;
  }

  /**
   * Processes the rows at positions {@code [lo, hi)} of {@code batch}, each a unit of its own,
   * where they stand: as if they had been published and polled, without the copy. For a caller that
   * drives the pipeline; between two polls, when nothing is published that has not been polled. The
   * batch must not change until this returns, and is not changed.
   *
   * @param stream number of the stream in the ring
   * @param publisher id of the publisher they would have come from
   * @return false, with nothing done, if the rows have to go through the ring because something
   *     would have to be written beside them: their units, or a time
   */
  public boolean processInPlace(int stream, ColumnBatch batch, int lo, int hi, int publisher) {
    if (batch.units() != null || batch.selection() != null) {
      return false;
    }
    StreamHub hub = inputs[stream];
    long[] times = hub.standingTimes(batch, lo, hi);
    if (times == null || (clock.isPlayback() && isAnyUntimed(times, lo, hi))) {
      return false;
    }
    ColumnBatch rows = batch;
    if (times != batch.timestamps() || batch.kinds() != null) {
      rows = inPlaceView.viewOf(batch);
      rows.kinds(null);
      rows.showTimestamps(times);
    }
    // Ranges are as long as they could be if they came from the ring.
    int rowsMax = junction.capacity() / 2;
    if (settings.rangeRowsMax() > 0) {
      rowsMax = Math.min(rowsMax, settings.rangeRowsMax());
    }
    int from = lo;
    while (from < hi) {
      int to = Math.min(hi, from + rowsMax);
      takeUnits(hub, rows, from, to, null, publisher);
      drainLater();
      from = to;
    }
    return true;
  }

  private static boolean isAnyUntimed(long[] timestamps, int lo, int hi) {
    for (int i = lo; i < hi; i++) {
      if (timestamps[i] == TIME_OF_CLOCK) {
        return true;
      }
    }
    return false;
  }

  /**
   * Says that the clock of the app stands at {@code millis}: fires what is due. Between two polls.
   */
  public void tick(long millis) {
    clock.advanceTo(millis);
    drainLater();
  }

  /**
   * Waits for rows, at most {@code timeoutNanos}; see {@link RangeReader#await}.
   *
   * @return false if the junction is closed
   */
  public boolean await(long timeoutNanos) throws InterruptedException {
    return reader.await(timeoutNanos);
  }

  /**
   * Inserts rows {@code [0, rowCount)}, one unit, behind what is being processed; the batch is kept
   * until then. For rows that are made on the pipeline thread, as dead letters, and could not wait
   * for room in the ring.
   */
  public void insertLater(String stream, ColumnBatch rows, int rowCount) {
    StreamHub hub = hubs.get(stream);
    if (hub == null) {
      throw new IllegalArgumentException("no stream '" + stream + "' in this pipeline");
    }
    int depth = laterDepth + 1;
    if (depth > HOP_COUNT_MAX) {
      if (!isGivingUp) {
        isGivingUp = true;
        hub.reportRecursion(rows, 0, HOP_COUNT_MAX);
        isGivingUp = false;
      }
      return;
    }
    laterRows.add(new Later(hub, rows, rowCount, depth));
  }

  private boolean drainLater() {
    boolean isAny = false;
    Later later;
    while ((later = laterRows.poll()) != null) {
      isAny = true;
      later.rows().units(later.rowCount() > 1 ? new int[later.rows().capacity()] : null);
      stampUntimed(later.rows().timestamps(), 0, later.rowCount());
      later.hub().stamp(later.rows(), 0, later.rowCount());
      laterDepth = later.depth();
      takeUnits(later.hub(), later.rows(), 0, later.rowCount(), null, -1);
    }
    laterDepth = 0;
    return isAny;
  }

  private void processRange(int lo, int hi) {
    int[] streams = junction.streams();
    int from = lo;
    while (from < hi) {
      int stream = streams[from];
      if (stream < 0) {
        drainLater();
        processControl(stream, from++);
        continue;
      }
      int to = from + 1;
      while (to < hi && streams[to] == stream) {
        to++;
      }
      processRun(stream, from, to);
      from = to;
    }
  }

  private void processControl(int kind, int row) {
    long argument = junction.timestamps()[row];
    switch (kind) {
      case EventJunction.TICK -> clock.advanceTo(argument);
      case EventJunction.END -> inputs[(int) argument].endPublisher(junction.publishers()[row]);
      default -> {
        // A row that its publisher could not fill.
      }
    }
  }

  /** Ring rows {@code [lo, hi)} of one stream: finds whole units, and keeps what has no end yet. */
  private void processRun(int stream, int lo, int hi) {
    StreamHub hub = inputs[stream];
    ColumnBatch rows = junction.rows(stream);
    hub.stamp(rows, lo, hi);
    boolean[] unitEnds = junction.unitEnds();
    int[] publishers = junction.publishers();
    if (openUnitCount == 0 && areSingles(unitEnds, lo, hi)) {
      rows.units(null);
      takeUnits(hub, rows, lo, hi, publishers, -1);
      return;
    }
    int from = lo;
    while (from < hi) {
      if (openUnitCount > 0 && openUnit(publishers[from]) != null) {
        from = continueUnit(rows, from, hi);
        continue;
      }
      boolean isSingle = true;
      int wholeEnd = from;
      int to = from;
      int unit = 0;
      while (to < hi) {
        boolean isInside = to > wholeEnd;
        if ((isInside && publishers[to] != publishers[to - 1])
            || (!isInside && openUnitCount > 0 && openUnit(publishers[to]) != null)) {
          break;
        }
        unitNumbers[to] = unit;
        if (unitEnds[to]) {
          isSingle &= !isInside;
          unit++;
          wholeEnd = to + 1;
        }
        to++;
      }
      rows.units(isSingle ? null : unitNumbers);
      if (from < wholeEnd) {
        takeUnits(hub, rows, from, wholeEnd, publishers, -1);
      }
      if (wholeEnd < to) {
        openUnit(stream, publishers[wholeEnd], rows, wholeEnd, to);
      }
      from = to;
    }
  }

  /** Whether every row is a unit of its own: the common case. */
  private static boolean areSingles(boolean[] unitEnds, int lo, int hi) {
    for (int i = lo; i < hi; i++) {
      if (!unitEnds[i]) {
        return false;
      }
    }
    return true;
  }

  private @Nullable OpenUnit openUnit(int publisher) {
    return publisher < openUnits.length ? openUnits[publisher] : null;
  }

  private void openUnit(int stream, int publisher, ColumnBatch rows, int lo, int hi) {
    if (openUnits.length <= publisher) {
      openUnits = Arrays.copyOf(openUnits, publisher + 1);
    }
    OpenUnit unit =
        new OpenUnit(stream, new ColumnBatch(inputs[stream].node().schema(), 2 * (hi - lo)));
    unit.rows.copyRows(rows, lo, 0, hi - lo);
    unit.rowCount = hi - lo;
    openUnits[publisher] = unit;
    openUnitCount++;
  }

  /**
   * Adds rows to the unit that their publisher has begun; processes it when it is whole. Returns
   * the index behind them.
   */
  private int continueUnit(ColumnBatch rows, int lo, int hi) {
    int[] publishers = junction.publishers();
    boolean[] unitEnds = junction.unitEnds();
    int publisher = publishers[lo];
    OpenUnit unit = openUnits[publisher];
    assert unit != null && rows == junction.rows(unit.stream) : "a unit spans two streams";
    int to = lo;
    boolean isWhole = false;
    while (to < hi && publishers[to] == publisher && !isWhole) {
      isWhole = unitEnds[to++];
    }
    unit.rows.ensureCapacity(unit.rowCount + to - lo);
    unit.rows.copyRows(rows, lo, unit.rowCount, to - lo);
    unit.rowCount += to - lo;
    if (isWhole) {
      openUnits[publisher] = null;
      openUnitCount--;
      unit.rows.units(new int[unit.rows.capacity()]);
      takeUnits(inputs[unit.stream], unit.rows, 0, unit.rowCount, null, publisher);
    }
    return to;
  }

  /** Whole units of one stream: cuts them where a timer fires between two of them. */
  private void takeUnits(
      StreamHub hub, ColumnBatch rows, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (hub.isRead()) {
      processedCount.add(hi - lo);
    } else {
      unreadCount.add(hi - lo);
    }
    if (clock.isPlayback()) {
      takeInPlayback(hub, rows, lo, hi, publishers, publisher);
    } else {
      takeOnWallClock(hub, rows, lo, hi, publishers, publisher);
    }
  }

  /**
   * The clock stands still; but a row with an old time may schedule a timer that is due before the
   * next row.
   */
  private void takeOnWallClock(
      StreamHub hub, ColumnBatch rows, int lo, int hi, int @Nullable [] publishers, int publisher) {
    long[] timestamps = rows.timestamps();
    long now = clock.nowMillis();
    int from = lo;
    while (from < hi) {
      long delay = hub.shortestTimerDelayMillis();
      int to = hi;
      if (delay != Long.MAX_VALUE) {
        to = from;
        boolean isDue = false;
        while (to < hi && !isDue) {
          int end = Units.end(rows, to, hi);
          for (int i = to; i < end; i++) {
            isDue |= dueMillis(Math.min(timestamps[i], now), delay) <= now;
          }
          to = end;
        }
      }
      hub.processOutside(rows, from, to, publishers, publisher);
      clock.fireDue();
      from = to;
    }
  }

  /**
   * Rows move the clock. A range ends before the first unit whose time reaches a timer, one that
   * waits or one that a row of the range may schedule; and a unit with a row behind the clock is a
   * range of its own. Where expressions read the clock, all rows of a range have the same time.
   */
  private void takeInPlayback(
      StreamHub hub, ColumnBatch rows, int lo, int hi, int @Nullable [] publishers, int publisher) {
    long[] timestamps = rows.timestamps();
    int from = lo;
    while (from < hi) {
      int to = Units.end(rows, from, hi);
      boolean isTimed = stampUntimed(timestamps, from, to);
      if (!isTimed && !clock.isStarted()) {
        // The clock starts with the first event that has a time.
        hub.processOutside(rows, from, to, publishers, publisher);
        from = to;
        continue;
      }
      long latest = timestamps[from];
      for (int i = from + 1; i < to; i++) {
        latest = Math.max(latest, timestamps[i]);
      }
      clock.advanceTo(latest);
      long now = clock.nowMillis();
      boolean isAlone = false;
      for (int i = from; i < to; i++) {
        isAlone |= timestamps[i] != now;
      }
      if (!isAlone) {
        long limit = Math.min(clock.nextDueMillis(), dueMillis(now, hub.shortestClockStepMillis()));
        while (to < hi) {
          int end = Units.end(rows, to, hi);
          for (int i = to; i < end; i++) {
            if (timestamps[i] == TIME_OF_CLOCK) {
              timestamps[i] = now;
            }
          }
          long time = timestamps[to];
          boolean isEven = true;
          for (int i = to + 1; i < end; i++) {
            isEven &= timestamps[i] == time;
          }
          if (!isEven || time < now || time >= limit) {
            break;
          }
          now = time;
          to = end;
        }
      }
      hub.processOutside(rows, from, to, publishers, publisher);
      clock.advanceTo(now);
      from = to;
    }
  }

  /** Gives rows without a time the clock; returns whether one of them had a time. */
  private boolean stampUntimed(long[] timestamps, int lo, int hi) {
    boolean isAnyTimed = false;
    for (int i = lo; i < hi; i++) {
      if (timestamps[i] == TIME_OF_CLOCK) {
        timestamps[i] = clock.nowMillis();
      } else {
        isAnyTimed = true;
      }
    }
    return isAnyTimed;
  }

  private static long dueMillis(long millis, long delayMillis) {
    return millis > Long.MAX_VALUE - delayMillis ? Long.MAX_VALUE : millis + delayMillis;
  }

  // ---- state ----

  /** The timers of this pipeline in snapshots. */
  private String timersId() {
    return "pipeline/" + settings.number() + "/timers";
  }

  /** The clock of this pipeline in snapshots. */
  private String clockId() {
    return CLOCK_PREFIX + settings.number();
  }

  /**
   * Adds the state of this pipeline to {@code snapshot}: clock, timers, tables, and every operator
   * that has some. Between two polls.
   */
  public void snapshot(Snapshot snapshot) {
    StateWriter now = new StateWriter();
    now.putBoolean(clock.isStarted());
    now.putLong(clock.nowMillis());
    snapshot.put(clockId(), "", now.toByteArray());
    StateWriter time = new StateWriter();
    List<String> timers = new ArrayList<>();
    List<Long> dueMillis = new ArrayList<>();
    clock.forEachTimer(
        (operator, due) -> {
          timers.add(nodes.get(operator).operatorId());
          dueMillis.add(due);
        });
    time.putInt(timers.size());
    for (int i = 0; i < timers.size(); i++) {
      time.putText(timers.get(i));
      time.putLong(dueMillis.get(i));
    }
    snapshot.put(timersId(), "", time.toByteArray());
    tables.forEach(
        (name, table) -> {
          StateWriter writer = new StateWriter();
          table.snapshot(writer);
          snapshot.put("table/" + name, tableFingerprint(name), writer.toByteArray());
        });
    for (PlanNode node : nodes) {
      StateWriter writer = new StateWriter();
      operators[node.id()].snapshot(writer);
      if (writer.size() > 0) {
        snapshot.put(node.operatorId(), fingerprints[node.id()], writer.toByteArray());
      }
    }
  }

  /**
   * Which sections of a snapshot this pipeline can read, each with whether it must be there. Before
   * the first row.
   */
  public Map<String, Boolean> stateIds() {
    Map<String, Boolean> ids = new LinkedHashMap<>();
    ids.put(clockId(), true);
    ids.put(timersId(), true);
    tables.keySet().forEach(name -> ids.put("table/" + name, true));
    for (PlanNode node : nodes) {
      StateWriter writer = new StateWriter();
      operators[node.id()].snapshot(writer);
      ids.put(node.operatorId(), writer.size() > 0);
    }
    return ids;
  }

  /**
   * Reads what {@link #snapshot} added, into a pipeline that has not seen a row.
   *
   * @throws StateFormatException with a sentence if a section is missing, was made by another
   *     operator, or cannot be read
   */
  public void restore(Snapshot snapshot) {
    restore(
        snapshot, clockId(), "", reader -> clock.restore(reader.getBoolean(), reader.getLong()));
    restore(snapshot, timersId(), "", this::restoreTimers);
    tables.forEach(
        (name, table) ->
            restore(snapshot, "table/" + name, tableFingerprint(name), table::restore));
    for (PlanNode node : nodes) {
      if (snapshot.section(node.operatorId()) != null) {
        restore(
            snapshot, node.operatorId(), fingerprints[node.id()], operators[node.id()]::restore);
      }
    }
  }

  private void restoreTimers(StateReader reader) {
    Map<String, Integer> numbers = new TreeMap<>();
    nodes.forEach(node -> numbers.put(node.operatorId(), node.id()));
    int count = reader.getCount(Integer.BYTES + Long.BYTES);
    for (int i = 0; i < count; i++) {
      String operatorId = reader.getRequiredText();
      Integer number = numbers.get(operatorId);
      if (number == null) {
        throw new StateFormatException("it has a timer of '" + operatorId + "', which is not here");
      }
      clock.restoreTimer(number, reader.getLong());
    }
  }

  private static void restore(
      Snapshot snapshot, String id, String fingerprint, Consumer<StateReader> target) {
    Snapshot.Section section = snapshot.section(id);
    if (section == null) {
      throw new StateFormatException("the snapshot has no state of '" + id + "'");
    }
    if (!section.fingerprint().equals(fingerprint)) {
      throw new StateFormatException(
          "the state of '"
              + id
              + "' was made by another definition of it and cannot be taken over");
    }
    StateReader reader = new StateReader(section.state());
    try {
      target.accept(reader);
    } catch (RuntimeException e) {
      StateFormatException failure =
          new StateFormatException("the state of '" + id + "' cannot be read: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
    if (reader.remaining() > 0) {
      throw new StateFormatException(
          "the state of '" + id + "' has " + reader.remaining() + " bytes too many");
    }
  }

  private String tableFingerprint(String name) {
    return tableFingerprints.getOrDefault(name, "");
  }

  // ---- numbers, any thread ----

  /**
   * Rows taken from outside that something in the app reads; those without a time are among them.
   */
  public long processedCount() {
    return processedCount.value();
  }

  /** Rows taken from outside that nothing in the app reads. */
  public long unreadCount() {
    return unreadCount.value();
  }

  /** All rows taken from outside. */
  public long takenCount() {
    return processedCount.value() + unreadCount.value();
  }

  /** Rows from outside without an event time. */
  public long untimedCount() {
    long count = 0;
    for (StreamHub hub : inputs) {
      count += hub.lateCount().value();
    }
    return count;
  }

  /** Rows that have gone through {@code stream}, the present one included; 0 if it is not here. */
  public long streamRowCount(String stream) {
    StreamHub hub = hubs.get(stream);
    return hub == null ? 0 : hub.rowCount().value();
  }

  /** Rows that have gone through each stream, in text order. */
  public Map<String, Long> streamRowCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    hubs.forEach((name, hub) -> counts.put(name, hub.rowCount().value()));
    return counts;
  }

  /** Rows that each query has put out, in text order. */
  public Map<String, Long> queryRowCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    queries.forEach((name, step) -> counts.put(name, step.rowCount().value()));
    return counts;
  }

  /** Rows that came too late for each operator; operators without late rows are left out. */
  public Map<String, Long> lateCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (NodeContext context : contexts) {
      if (context != null && context.lateCount().value() > 0) {
        counts.put(context.operatorId(), context.lateCount().value());
      }
    }
    return counts;
  }

  /** Rows that each operator could not process; operators without failures are left out. */
  public Map<String, Long> failureCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (NodeContext context : contexts) {
      if (context != null && context.failureCount().value() > 0) {
        counts.put(context.operatorId(), context.failureCount().value());
      }
    }
    return counts;
  }

  /** Pieces of state that operators gave up at a bound; operators that did not are left out. */
  public Map<String, Long> droppedStateCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (NodeContext context : contexts) {
      if (context != null && context.droppedStateCount().value() > 0) {
        counts.put(context.operatorId(), context.droppedStateCount().value());
      }
    }
    return counts;
  }

  /** What one query reads and puts out. */
  interface QueryVisitor {
    /**
     * Called once for each query.
     *
     * @param streams the streams it reads, each as often as it reads it
     */
    void visit(String query, RowStep output, List<StreamHub> streams);
  }

  /** Calls {@code visitor} with each query, in text order. */
  void forEachQuery(QueryVisitor visitor) {
    for (PlanNode node : nodes) {
      if (node instanceof PlanNode.QueryOutput output) {
        List<StreamHub> streams = new ArrayList<>();
        addInputs(node, new BitSet(), streams);
        visitor.visit(output.queryName(), (RowStep) operators[node.id()], streams);
      }
    }
  }

  private void addInputs(PlanNode node, BitSet seen, List<StreamHub> streams) {
    for (int input : node.inputs()) {
      if (operators[input] instanceof StreamHub hub) {
        streams.add(hub);
      } else if (!seen.get(input)) {
        seen.set(input);
        addInputs(nodes.get(input), seen, streams);
      }
    }
  }

  /** All streams, in text order. */
  Collection<StreamHub> hubs() {
    return hubs.values();
  }

  /** What the operators that have a context know of themselves. */
  List<NodeContext> contexts() {
    List<NodeContext> known = new ArrayList<>();
    for (NodeContext context : contexts) {
      if (context != null) {
        known.add(context);
      }
    }
    return known;
  }

  /** Closes the operators and the junction; after the last poll. */
  @Override
  public void close() {
    junction.close();
    for (Operator operator : operators) {
      operator.close();
    }
  }
}
