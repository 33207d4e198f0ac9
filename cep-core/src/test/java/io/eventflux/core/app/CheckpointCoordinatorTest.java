package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.call;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.fault.FailPoint;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.state.Checkpoint;
import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.MemoryStateBackend;
import io.eventflux.core.state.StateBackend;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol of epochs under crashes at every place that the coordinator comes to. A crash is an
 * error thrown there; the next start finds what the storage and the targets of the sinks hold.
 */
@Timeout(60)
class CheckpointCoordinatorTest {
  private static final RowSchema NUMBERS = schema("x", Type.INT);
  private static final RowSchema SUM = schema("s", Type.LONG);
  private static final RowSchema LETTERS =
      schema("originalEvent", Type.STRING, "errorMessage", Type.STRING);

  /** Places in backends that keep files; nothing in memory comes there. */
  private static final Set<FailPoint> OF_FOLDERS =
      Set.of(
          FailPoint.STATE_PARTLY_WRITTEN,
          FailPoint.STATE_WRITTEN,
          FailPoint.MANIFEST_WRITTEN,
          FailPoint.MANIFEST_RENAMED,
          FailPoint.CHECKPOINT_PARTLY_DELETED);

  private static final List<String> SUMS =
      List.of("[1]@10", "[3]@20", "[5]@40", "[7]@50", "[9]@60", "[11]@80", "[13]@90", "[15]@100");

  private static final List<String> DEAD =
      List.of(
          "[three, fake:3: not a number]@2000",
          "[seven, fake:7: not a number]@5000",
          "[eleven, fake:11: not a number]@9000");

  private final MemoryStateBackend.Storage storage = new MemoryStateBackend.Storage();
  private final FakeEpochSink.Target out = new FakeEpochSink.Target();
  private final FakeEpochSink.Target dead = new FakeEpochSink.Target();

  /** The end of the process, as far as the app can tell. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @AfterEach
  void clearFailPoints() {
    FailPoint.clear();
  }

  private static CompiledApp app(String name, int length, String... sinkOptions) {
    PlanBuilder plan = new PlanBuilder(name);
    int in = plan.stream("In", NUMBERS);
    int window = plan.window("q/window", in, "length", constant(length, Type.INT));
    int sum =
        plan.aggregate(
            "q/select",
            window,
            SUM,
            List.of(),
            List.of(call("sum", true, column(0, Type.INT))),
            OutputKind.CURRENT,
            new PlanExpr.AggregateResult(0, Type.LONG));
    int sums = plan.derived("Out", SUM);
    plan.insert(plan.output("q", sum), sums);
    plan.sink("Out", sums, "out", sinkOptions);
    int letters = plan.derived("Dead", LETTERS);
    plan.sink("Dead", letters, "dead");
    plan.source("In", "in", "error.strategy", "dlq", "error.dlq.stream", "Dead");
    return plan.app();
  }

  /** Rows 1, 2, ... of which every fourth from the third on cannot be read; two at each poll. */
  private static void fill(FakeConnectors.FakeSource source) {
    source.pollRows(2);
    String[] words = {"three", "seven", "eleven"};
    for (int i = 1, x = 1; i <= 11; i++) {
      if (i % 4 == 3) {
        source.broken(words[i / 4]);
      } else {
        source.row(i * 10L, x++);
      }
    }
  }

  private AppRuntime runtime(CompiledApp app, RuntimeOptions.Mode mode, StateBackend backend) {
    VirtualClock clock = new VirtualClock(0);
    FakeConnectors connectors = new FakeConnectors().epochSink("out", out).epochSink("dead", dead);
    FakeConnectors.FakeSource source = connectors.source("in");
    fill(source);
    // Time follows the input, so that it is the same whenever a row is read again.
    source.beforePoll(row -> clock.advanceTo(1_000L * row));
    return AppRuntime.create(
        app,
        RuntimeOptions.defaults()
            .withMode(mode)
            .withClock(clock)
            .withErrorListener(error -> {})
            .withConnectors(connectors.registry())
            .withCheckpoints(CheckpointOptions.in(backend).withIntervalMillis(1)));
  }

  private AppRuntime runtime(RuntimeOptions.Mode mode) {
    return runtime(app("sums", 2), mode, new MemoryStateBackend(storage));
  }

  /** From start to end; the numbers of events add up. Gives what the start found. */
  private static Recovery run(AppRuntime app) {
    try (app) {
      app.start();
      app.runToEnd();
      AppStatistics counts = app.statistics();
      assertEquals(
          counts.read(), counts.processed() + counts.dead() + counts.late() + counts.filtered());
    }
    // A checkpoint of its own may fail between the end and the stop, which throws nothing then.
    app.failure()
        .ifPresent(
            cause -> {
              throw new AppFailedException("failed behind the end", cause);
            });
    return app.recovery().orElseThrow();
  }

  /** Starts again after each crash until a run comes to its end; gives how often it crashed. */
  private int runThroughCrashes(RuntimeOptions.Mode mode) {
    for (int crashes = 0; ; crashes++) {
      try {
        run(runtime(mode));
        return crashes;
      } catch (AppFailedException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        if (!(cause instanceof Crash)) {
          throw e;
        }
        storage.abandon();
        assertBeginning(SUMS, out.visible());
        assertBeginning(letters(mode, DEAD), letters(mode, dead.visible()));
      }
    }
  }

  private static void assertBeginning(List<String> whole, List<String> actual) {
    assertTrue(actual.size() <= whole.size(), actual::toString);
    assertEquals(whole.subList(0, actual.size()), actual);
  }

  /** On threads the time of a dead letter depends on how far the source has read meanwhile. */
  private static List<String> letters(RuntimeOptions.Mode mode, List<String> lines) {
    return mode == RuntimeOptions.Mode.CALLER_DRIVEN
        ? lines
        : lines.stream().map(line -> line.substring(0, line.lastIndexOf('@'))).toList();
  }

  private void assertComplete(RuntimeOptions.Mode mode) {
    assertEquals(SUMS, out.visible());
    assertEquals(letters(mode, DEAD), letters(mode, dead.visible()));
  }

  /** Throws at the given hits of each place, counted from 1 over all runs. */
  private static void crashAt(Map<FailPoint, Set<Integer>> hits) {
    Map<FailPoint, Integer> counts = new ConcurrentHashMap<>();
    FailPoint.listen(
        place -> {
          int count = counts.merge(place, 1, Integer::sum);
          if (hits.getOrDefault(place, Set.of()).contains(count)) {
            throw new Crash();
          }
        });
  }

  static Stream<Arguments> places() {
    List<Arguments> places = new ArrayList<>();
    for (FailPoint place : FailPoint.values()) {
      for (int hit = 1; hit <= 2 && !OF_FOLDERS.contains(place); hit++) {
        for (RuntimeOptions.Mode mode : RuntimeOptions.Mode.values()) {
          places.add(Arguments.of(place, hit, mode));
        }
      }
    }
    return places.stream();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldShowEachRowOnceWhereverItCrashes(FailPoint place, int hit, RuntimeOptions.Mode mode) {
    Map<FailPoint, Set<Integer>> hits = new EnumMap<>(FailPoint.class);
    if (place.name().startsWith("RECOVERY_")) {
      // A start finds a checkpoint only behind a run that stored one.
      hits.put(FailPoint.CHECKPOINT_STORED, Set.of(1, 2));
    }
    hits.put(place, Set.of(hit));
    crashAt(hits);

    int crashes = runThroughCrashes(mode);

    assertComplete(mode);
    if (mode == RuntimeOptions.Mode.CALLER_DRIVEN || hit == 1) {
      assertTrue(crashes >= 1, "the place was reached");
    }
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldChangeNothingWhenThereIsNothingNew(RuntimeOptions.Mode mode) {
    run(runtime(mode));
    List<CheckpointId> before = storage.checkpoints();

    run(runtime(mode));

    assertEquals(before, storage.checkpoints());
    assertComplete(mode);
  }

  @Test
  void shouldFallBackAndReplayWhenTheNewestIsDamaged() {
    RuntimeOptions.Mode mode = RuntimeOptions.Mode.CALLER_DRIVEN;
    run(runtime(mode));
    List<CheckpointId> kept = storage.checkpoints();
    assertEquals(3, kept.size());
    storage.damage(kept.get(2), "a bit is not what it was");

    Recovery found = run(runtime(mode));

    assertEquals(kept.get(1), found.checkpoint());
    assertEquals(
        List.of(new Recovery.Damaged(kept.get(2), "a bit is not what it was")), found.damaged());
    assertComplete(mode);
  }

  private static String failure(AppRuntime app) {
    return String.valueOf(assertThrows(AppFailedException.class, app::start).getMessage());
  }

  @Test
  void shouldNotBeginAgainWhenAllAreDamaged() {
    run(runtime(RuntimeOptions.Mode.CALLER_DRIVEN));
    storage.checkpoints().forEach(id -> storage.damage(id, "bits of " + id + " are wrong"));
    CheckpointId newest = storage.checkpoints().get(2);

    assertEquals(
        "no checkpoint in memory can be read, all 3 damaged; the newest, "
            + newest
            + ": bits of "
            + newest
            + " are wrong",
        failure(runtime(RuntimeOptions.Mode.CALLER_DRIVEN)));
    assertComplete(RuntimeOptions.Mode.CALLER_DRIVEN);
  }

  @Test
  void shouldRefuseASecondOwner() {
    try (AppRuntime first = runtime(RuntimeOptions.Mode.CALLER_DRIVEN)) {
      first.start();

      assertEquals(
          "the state in memory is used by another app of this process",
          failure(runtime(RuntimeOptions.Mode.CALLER_DRIVEN)));
    }
  }

  @Test
  void shouldRefuseTheStateOfAnotherApp() {
    run(runtime(RuntimeOptions.Mode.CALLER_DRIVEN));
    CheckpointId newest = storage.checkpoints().get(2);

    assertEquals(
        "the state in memory belongs to app 'sums', not to app 'others'",
        failure(
            runtime(
                app("others", 2),
                RuntimeOptions.Mode.CALLER_DRIVEN,
                new MemoryStateBackend(storage))));
    assertEquals(
        "checkpoint "
            + newest
            + " in memory cannot be taken over: the state of 'q/window' was made by another"
            + " definition of it and cannot be taken over",
        failure(
            runtime(
                app("sums", 3),
                RuntimeOptions.Mode.CALLER_DRIVEN,
                new MemoryStateBackend(storage))));
    run(runtime(RuntimeOptions.Mode.CALLER_DRIVEN));
    assertComplete(RuntimeOptions.Mode.CALLER_DRIVEN);
  }

  /** Memory whose next stores fail. */
  private static final class FailingBackend implements StateBackend {
    private final StateBackend memory;
    private int failuresLeft;

    FailingBackend(StateBackend memory, int failures) {
      this.memory = memory;
      this.failuresLeft = failures;
    }

    @Override
    public void open(String appName) throws IOException {
      memory.open(appName);
    }

    @Override
    public String runId() {
      return memory.runId();
    }

    @Override
    public List<CheckpointId> checkpoints() throws IOException {
      return memory.checkpoints();
    }

    @Override
    public Checkpoint load(CheckpointId id) throws IOException {
      return memory.load(id);
    }

    @Override
    public void store(Checkpoint checkpoint) throws IOException {
      if (failuresLeft > 0) {
        failuresLeft--;
        throw new IOException("no room");
      }
      memory.store(checkpoint);
    }

    @Override
    public void setAside(CheckpointId id) throws IOException {
      memory.setAside(id);
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
      memory.delete(id);
    }

    @Override
    public String place() {
      return memory.place();
    }

    @Override
    public void close() throws IOException {
      memory.close();
    }
  }

  private AppRuntime failingToStore(int failures) {
    return runtime(
        app("sums", 2),
        RuntimeOptions.Mode.CALLER_DRIVEN,
        new FailingBackend(new MemoryStateBackend(storage), failures));
  }

  @Test
  void shouldTryTwiceMoreToStore() {
    run(failingToStore(2));

    assertComplete(RuntimeOptions.Mode.CALLER_DRIVEN);
  }

  @Test
  void shouldFailWhenStoringFailsThreeTimes() {
    assertEquals(
        "checkpoint 1 cannot be stored in memory after 3 tries: no room",
        assertThrows(AppFailedException.class, () -> run(failingToStore(3))).getMessage());
    assertEquals(List.of(), out.visible());

    run(runtime(RuntimeOptions.Mode.CALLER_DRIVEN));
    assertComplete(RuntimeOptions.Mode.CALLER_DRIVEN);
  }

  /** Holds back what it is shown until a checkpoint is about to cover it. */
  private static final class HoldingListener implements RowListener {
    private final List<Long> held = new ArrayList<>();
    private final List<Long> shown = new ArrayList<>();
    private boolean isBroken;

    @Override
    public void onRows(ColumnBatch batch, int lo, int hi) {
      for (int position = lo; position < hi; position++) {
        held.add((Long) batch.column(0).boxed(batch.row(position)));
      }
    }

    @Override
    public void beforeCheckpoint() {
      if (isBroken) {
        throw new IllegalStateException("no one reads");
      }
      shown.addAll(held);
      held.clear();
    }
  }

  @Test
  void shouldLetListenersShowWhatACheckpointWillCover() {
    crashAt(Map.of(FailPoint.CHECKPOINT_STORED, Set.of(1, 2, 3)));
    List<Long> shown = new ArrayList<>();

    for (int crashes = 0; crashes < 3; crashes++) {
      HoldingListener listener = new HoldingListener();
      AppRuntime app = runtime(RuntimeOptions.Mode.CALLER_DRIVEN);
      app.subscribe("Out", listener);
      assertThrows(AppFailedException.class, () -> run(app));
      storage.abandon();
      shown.addAll(listener.shown);
    }

    assertEquals(3, storage.checkpoints().size());
    assertEquals(List.of(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L), shown);
  }

  @Test
  void shouldCoverNoRowsThatAListenerCannotShow() {
    HoldingListener listener = new HoldingListener();
    listener.isBroken = true;
    AppRuntime app = runtime(RuntimeOptions.Mode.CALLER_DRIVEN);
    app.subscribe("Out", listener);

    AppFailedException failed = assertThrows(AppFailedException.class, () -> run(app));

    assertTrue(String.valueOf(failed.getMessage()).contains("no one reads"), failed::getMessage);
    assertEquals(List.of(), storage.checkpoints());
  }

  @Test
  void shouldFailWhenASinkCannotPrepareAndGoOnLater() {
    out.failPrepare(1);

    assertEquals(
        "sink 'out' of stream 'Out' cannot make its rows durable: disk full",
        assertThrows(
                AppFailedException.class, () -> run(runtime(RuntimeOptions.Mode.CALLER_DRIVEN)))
            .getMessage());
    assertEquals(List.of(), storage.checkpoints());

    run(runtime(RuntimeOptions.Mode.CALLER_DRIVEN));
    assertComplete(RuntimeOptions.Mode.CALLER_DRIVEN);
  }

  private static String refusal(
      CompiledApp app, FakeConnectors connectors, RuntimeOptions options) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> AppRuntime.create(app, options.withConnectors(connectors.registry())))
            .getMessage());
  }

  @Test
  void shouldRefuseAPromiseThatCannotBeKept() {
    CompiledApp app = app("sums", 2, "delivery", "exactly-once");
    RuntimeOptions without = RuntimeOptions.defaults();
    RuntimeOptions with =
        without.withCheckpoints(CheckpointOptions.in(new MemoryStateBackend(storage)));
    FakeConnectors good = new FakeConnectors().epochSink("out", out).epochSink("dead", dead);
    good.source("in");
    FakeConnectors plainSink = new FakeConnectors().epochSink("dead", dead);
    plainSink.source("in");
    plainSink.sink("out");
    FakeConnectors forgetful = new FakeConnectors().epochSink("out", out).epochSink("dead", dead);
    forgetful.source("in").forgetful();

    String asked = "sink 'out' of stream 'Out' asks for 'delivery' = 'exactly-once', but ";
    assertEquals(
        asked + "the app keeps no checkpoints; give it a place for its state",
        refusal(app, good, without));
    assertEquals(asked + "the sink shows rows at once", refusal(app, plainSink, with));
    assertEquals(
        asked + "source 'in' of stream 'In' cannot be read again", refusal(app, forgetful, with));
    assertEquals(
        DeliveryPath.Guarantee.EXACTLY_ONCE,
        AppRuntime.create(app, with.withConnectors(good.registry()))
            .deliveryPaths()
            .get(0)
            .guarantee());
  }
}
