package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.junction.RangeReader;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Settings settings;
  private final OperatorGraph graph;
  private final PipelineClock clock;
  private final EventJunction junction;
  private final RangeReader reader;
  private final RangeCutter cutter;
  private final UnitAssembler units;
  private final LaterRows laterRows;
  private final PipelineState state;
  private final PipelineCounts counts;

  /** By ring stream number. */
  private final StreamHub[] inputs;

  private final boolean readsClock;
  private final ColumnBatch inPlaceView = ColumnBatch.newView();

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
    this.graph = new OperatorGraph(plan, tablePlans, kernels, factory, settings, errors);
    this.clock = graph.clock();
    this.inputs = graph.inputs();
    this.readsClock = graph.readsClock();
    this.junction =
        new EventJunction(
            Arrays.stream(inputs).map(hub -> hub.node().schema()).toList(),
            settings.ringCapacity());
    this.reader = junction.reader();
    this.cutter = new RangeCutter(clock);
    this.units = new UnitAssembler(junction, inputs, cutter);
    this.laterRows = new LaterRows(cutter, HOP_COUNT_MAX);
    this.state = new PipelineState(settings.number(), graph);
    this.counts = new PipelineCounts(graph, cutter);
  }

  // ---- what is there ----

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
    return graph.streamNumbers().getOrDefault(stream, -1);
  }

  /** The attributes of {@code stream}, or null if it is not here. */
  public @Nullable RowSchema schema(String stream) {
    StreamHub hub = graph.hub(stream);
    return hub == null ? null : hub.node().schema();
  }

  /** The streams that take rows from outside, in the order of their numbers in the ring. */
  public Set<String> inputStreams() {
    return graph.streamNumbers().keySet();
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
    return graph.tables().get(name);
  }

  /**
   * Shows the rows of a stream to {@code consumer}; false if the stream is not here. Between two
   * polls only.
   */
  public boolean subscribe(String stream, RowConsumer consumer) {
    StreamHub hub = graph.hub(stream);
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
    RowStep step = graph.queries().get(query);
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
    RowStep step = graph.sink(sinkIndex);
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
    StreamHub hub = graph.hub(stream);
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
      return laterRows.drain();
    }
    processRange(reader.lo(), reader.hi());
    reader.release();
    laterRows.drain();
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
      cutter.take(hub, rows, from, to, null, publisher);
      laterRows.drain();
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
    laterRows.drain();
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
    StreamHub hub = graph.hub(stream);
    if (hub == null) {
      throw new IllegalArgumentException("no stream '" + stream + "' in this pipeline");
    }
    laterRows.add(hub, rows, rowCount);
  }

  private void processRange(int lo, int hi) {
    int[] streams = junction.streams();
    int from = lo;
    while (from < hi) {
      int stream = streams[from];
      if (stream < 0) {
        laterRows.drain();
        processControl(stream, from++);
        continue;
      }
      int to = from + 1;
      while (to < hi && streams[to] == stream) {
        to++;
      }
      units.process(stream, from, to);
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

  // ---- state ----

  /**
   * Adds the state of this pipeline to {@code snapshot}: clock, timers, tables, and every operator
   * that has some. Between two polls.
   */
  public void snapshot(Snapshot snapshot) {
    state.snapshot(snapshot);
  }

  /**
   * Which sections of a snapshot this pipeline can read, each with whether it must be there. Before
   * the first row.
   */
  public Map<String, Boolean> stateIds() {
    return state.stateIds();
  }

  /**
   * Reads what {@link #snapshot} added, into a pipeline that has not seen a row.
   *
   * @throws StateFormatException with a sentence if a section is missing, was made by another
   *     operator, or cannot be read
   */
  public void restore(Snapshot snapshot) {
    state.restore(snapshot);
  }

  /** What this pipeline has counted; any thread may read it. */
  public PipelineCounts counts() {
    return counts;
  }

  /** The operators, for those who describe them. */
  OperatorGraph graph() {
    return graph;
  }

  /** Closes the operators and the junction; after the last poll. */
  @Override
  public void close() {
    junction.close();
    graph.close();
  }
}
