package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.call;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.FakeConnectors.FakeSink;
import io.eventflux.core.app.FakeConnectors.FakeSource;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.DeadLetterColumn;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources, sinks, dead letters, failures and stops, in both modes (language 3.3, 9.7). */
@Timeout(60)
public class AppConnectorsTest {
  private static final RowSchema NUMBERS = schema("n", Type.INT);
  private static final RowSchema TIMED = schema("n", Type.INT, "ts", Type.LONG);
  private static final RowSchema COUNTS = schema("end", Type.LONG, "n", Type.LONG);
  private static final RowSchema LETTERS =
      schema(
          "originalEvent",
          Type.STRING,
          "errorMessage",
          Type.STRING,
          "errorType",
          Type.STRING,
          "timestamp",
          Type.LONG,
          "attemptCount",
          Type.INT,
          "streamName",
          Type.STRING);

  private final FakeConnectors connectors = new FakeConnectors();
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

  private RuntimeOptions options(RuntimeOptions.Mode mode) {
    return RuntimeOptions.defaults()
        .withMode(mode)
        .withClock(new VirtualClock(50))
        .withConnectors(connectors.registry())
        .withErrorListener(
            new ErrorListener() {
              @Override
              public void onError(AppError error) {
                errors.add(
                    error.kind()
                        + " "
                        + error.place()
                        + " "
                        + error.origin()
                        + " "
                        + error.event()
                        + ": "
                        + error.reason()
                        + " -> "
                        + error.handling());
              }

              @Override
              public void onFailure(String app, Throwable cause) {
                errors.add("failed: " + cause.getMessage());
              }
            });
  }

  /** In, from source {@code in}, copied to Out, drained by sink {@code out}. */
  private static PlanBuilder copy(PlanBuilder plan, String... sinkOptions) {
    int in = plan.stream("In", NUMBERS);
    int select = plan.project("copy/select", in, NUMBERS, null, all(NUMBERS));
    int out = plan.derived("Out", NUMBERS);
    plan.insert(plan.output("copy", select), out);
    plan.sink("Out", out, "out", sinkOptions);
    return plan;
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldReadSourcesToTheirEndsAndFlushSinks(RuntimeOptions.Mode mode) {
    FakeSource source = connectors.source("in").row(1, 1).row(2, 2).row(3, 3).row(4, 4);
    FakeSink sink = connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("copy").source("In", "in"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();
    assertTrue(source.isOpen && sink.isOpen);

    app.runToEnd();

    assertEquals(List.of("[1]@1", "[2]@2", "[3]@3", "[4]@4"), sink.visible());
    AppStatistics statistics = app.statistics();
    assertEquals(Map.of("In", 4L), statistics.sourceRows());
    assertEquals(Map.of("Out", 4L), statistics.sinkRows());
    assertEquals(4, statistics.processed());
    assertTrue(statistics.isBalanced());
    app.close();
    app.close();
    assertFalse(source.isOpen || sink.isOpen);
    assertNoThreads("copy");
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldTakeTheLeastWatermarkOfSeveralSources(RuntimeOptions.Mode mode) {
    connectors.source("fast").pollRows(9).row(0, 1, 5L).row(0, 1, 25L).row(0, 1, 35L);
    connectors.source("slow").pollRows(1).row(0, 1, 6L).row(0, 1, 7L).row(0, 1, 11L);
    PlanBuilder plan = new PlanBuilder("least").source("In", "fast").source("In", "slow");
    int in =
        plan.stream("In", TIMED, new PlanNode.Watermark(1, 0, null), PlanNode.Dispatch.RANGE, true);
    int windows =
        plan.groupWindow(
            "count/window",
            in,
            10,
            0,
            -1,
            COUNTS,
            List.of(),
            List.of(call("count", false)),
            new PlanExpr.WindowBound(true, Type.LONG),
            new PlanExpr.AggregateResult(0, Type.LONG));
    plan.insert(plan.output("count", windows), plan.derived("Counts", COUNTS));
    RowLines lines = new RowLines();
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.subscribe("Counts", lines);
      app.start();

      app.runToEnd();

      assertEquals(Map.of(), app.statistics().lateRows());
    }
    assertEquals(List.of("[10, 3]@9", "[20, 1]@19", "[30, 1]@29", "[40, 1]@39"), lines.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldDropAndReportEventsThatCannotBeDecoded(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).broken("x").row(2, 2);
    FakeSink sink = connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("drop").source("In", "in"));
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.start();
      app.runToEnd();

      AppStatistics statistics = app.statistics();
      assertEquals(3, statistics.read());
      assertEquals(2, statistics.processed());
      assertEquals(1, statistics.dead());
      assertTrue(statistics.isBalanced());
    }
    assertEquals(List.of("[1]@1", "[2]@2"), sink.visible());
    assertEquals(List.of("DECODE source/In/0 fake:2 x: not a number -> DROPPED"), errors);
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheAppWhenTheRuleSaysFail(RuntimeOptions.Mode mode) {
    FakeSource source = connectors.source("in").row(1, 1).broken("x").row(2, 2);
    FakeSink sink = connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("fail").source("In", "in", "error.strategy", "fail"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals("an event of stream 'In' failed at fake:2: not a number", failure.getMessage());
    assertSame(failure, app.failure().orElseThrow());
    assertThrows(AppFailedException.class, () -> app.input("In").send(1));
    app.close();
    assertFalse(source.isOpen || sink.isOpen);
    assertEquals(
        List.of(
            "DECODE source/In/0 fake:2 x: not a number -> APP_FAILED",
            "failed: an event of stream 'In' failed at fake:2: not a number"),
        errors);
    assertNoThreads("fail");
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldMakeDeadLettersOfEventsThatCannotBeDecoded(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).broken("x").row(2, 2);
    connectors.sink("out");
    PlanBuilder plan =
        copy(
            new PlanBuilder("letters")
                .source("In", "in", "error.strategy", "dlq", "error.dlq.stream", "Dead"));
    plan.derived("Dead", LETTERS);
    RowLines letters = new RowLines();
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.subscribe("Dead", letters);
      app.start();
      app.runToEnd();

      AppStatistics statistics = app.statistics();
      assertEquals(1, statistics.deadLetters());
      assertTrue(statistics.isBalanced(), statistics::toString);
    }
    assertEquals(List.of("[x, fake:2: not a number, DECODE, 50, 1, In]@50"), letters.lines());
  }

  /** A stream with all columns of dead letters. */
  private static RowSchema allLetterColumns() {
    Object[] namesAndTypes =
        Arrays.stream(DeadLetterColumn.values())
            .flatMap(column -> Stream.of(column.columnName(), column.type()))
            .toArray();
    return schema(namesAndTypes);
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldSayEverythingAboutAnEventInItsDeadLetter(RuntimeOptions.Mode mode)
      throws NoSuchMethodException {
    connectors.source("in").row(1, 2).broken("abc").row(3, 5);
    PlanBuilder plan =
        new PlanBuilder("all")
            .source("In", "in", "error.strategy", "dlq", "error.dlq.stream", "Dead");
    int in = plan.stream("In", NUMBERS, null, PlanNode.Dispatch.RANGE, true);
    plan.output("a", plan.project("a/select", in, NUMBERS, null, onlyEven(column(0, Type.INT))));
    plan.derived("Dead", allLetterColumns());
    RowLines letters = new RowLines();
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.subscribe("Dead", letters);
      app.start();
      app.runToEnd();

      assertTrue(app.statistics().isBalanced(), () -> app.statistics().toString());
    }
    // The digest is that of the appendix to FIPS 180-2.
    assertEquals(
        List.of(
            "[abc, fake:2: not a number, DECODE, 50, 1, In, source/In/0, fake, 2, YWJj, 3,"
                + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad]@50",
            "[{\"n\":5}, function 'onlyEven' failed: 5 is odd, FUNCTION, 50, 1, In, a/select, null, null, null, null, null]@50"),
        letters.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheAppWhenTooManyEventsCannotBeDecoded(RuntimeOptions.Mode mode) {
    FakeSource source = connectors.source("in").pollRows(100).row(1, 1);
    for (int i = 0; i < 30; i++) {
      source.broken("x");
    }
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("many").source("In", "in", "error.max-rate", "2%"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals(
        "too many events of stream 'In' cannot be decoded: 21 of 22, and 'error.max-rate' is 2%;"
            + " the last is fake:22: not a number",
        failure.getMessage());
    assertTrue(failure.isCausedByEvents());
    assertEquals(21, app.statistics().dead());
    assertEquals(21, app.statistics().errors());
    app.close();
    assertEquals(
        List.of(
            "DECODE source/In/0 fake:22 x: not a number -> APP_FAILED",
            "failed: " + failure.getMessage()),
        errors.subList(20, errors.size()));
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheAppAtTheEndOfAnInputWithTooManyErrors(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).broken("x").row(2, 2);
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("third").source("In", "in", "error.max-rate", "33%"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals(
        "too many events of stream 'In' cannot be decoded: 1 of 3, and 'error.max-rate' is 33%",
        failure.getMessage());
    assertTrue(failure.isCausedByEvents());
    app.close();
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldGoOnWhileErrorsStayBelowTheRate(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).broken("x").row(2, 2);
    FakeSink sink = connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("half").source("In", "in", "error.max-rate", "50%"));
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.start();

      app.runToEnd();

      assertTrue(app.statistics().isBalanced());
    }
    assertEquals(List.of("[1]@1", "[2]@2"), sink.visible());
  }

  /** Fails for odd numbers. */
  public static int onlyEven(int n) {
    if (n % 2 != 0) {
      throw new IllegalArgumentException(n + " is odd");
    }
    return n / 2;
  }

  private static PlanExpr onlyEven(PlanExpr argument) throws NoSuchMethodException {
    return new PlanExpr.FunctionCall(
        new FunctionBinding(
            "onlyEven",
            AppConnectorsTest.class.getMethod("onlyEven", int.class),
            List.of(Type.INT),
            Type.INT,
            true,
            true),
        List.of(argument),
        Type.INT);
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldMakeDeadLettersOfRowsThatFailInTheOrderOfRows(RuntimeOptions.Mode mode)
      throws NoSuchMethodException {
    connectors.source("in").pollRows(10).row(1, 2).row(2, 3).row(3, 4).row(4, 5).row(5, 6);
    PlanBuilder plan =
        new PlanBuilder("odd")
            .source("In", "in", "error.strategy", "dlq", "error.dlq.stream", "Dead");
    int in = plan.stream("In", NUMBERS, null, PlanNode.Dispatch.RANGE, true);
    for (String query : List.of("a", "b")) {
      int select =
          plan.project(query + "/select", in, NUMBERS, null, onlyEven(column(0, Type.INT)));
      plan.output(query, select);
    }
    plan.derived("Dead", LETTERS);
    RowLines letters = new RowLines();
    RowLines rows = new RowLines();
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.subscribe("Dead", letters);
      app.subscribeQuery("a", rows);
      app.start();
      app.runToEnd();

      AppStatistics statistics = app.statistics();
      assertEquals(Map.of("a/select", 2L, "b/select", 2L), statistics.rowErrors());
      assertTrue(statistics.isBalanced(), statistics::toString);
    }
    assertEquals(List.of("[1]@1", "[2]@3", "[3]@5"), rows.lines());
    assertEquals(
        List.of(
            "[{\"n\":3}, function 'onlyEven' failed: 3 is odd, FUNCTION, 50, 1, In]@50",
            "[{\"n\":3}, function 'onlyEven' failed: 3 is odd, FUNCTION, 50, 1, In]@50",
            "[{\"n\":5}, function 'onlyEven' failed: 5 is odd, FUNCTION, 50, 1, In]@50",
            "[{\"n\":5}, function 'onlyEven' failed: 5 is odd, FUNCTION, 50, 1, In]@50"),
        letters.lines());
  }

  /**
   * In, from a source whose rows may fail at {@code rate}, into a query that fails for odd ones.
   */
  private static PlanBuilder rated(String name, String rate) throws NoSuchMethodException {
    PlanBuilder plan = new PlanBuilder(name).source("In", "in", "error.max-rate", rate);
    int in = plan.stream("In", NUMBERS, null, PlanNode.Dispatch.RANGE, true);
    plan.output("q", plan.project("q/select", in, NUMBERS, null, onlyEven(column(0, Type.INT))));
    return plan;
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheAppWhenTooManyRowsFailInABlock(RuntimeOptions.Mode mode)
      throws NoSuchMethodException {
    FakeSource source = connectors.source("in").pollRows(100);
    for (int i = 0; i < 1_500; i++) {
      source.row(i, i < 1_100 ? 2 : 1);
    }
    AppRuntime app = AppRuntime.create(rated("rated", "2%").app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals(
        "too many rows of stream 'In' cannot be processed: 21 of 121, and 'error.max-rate' is 2%;"
            + " the last at q/select: function 'onlyEven' failed: 1 is odd",
        failure.getMessage());
    assertTrue(failure.isCausedByEvents());
    app.close();
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldLookAtAllRowsAtTheEndOfTheInput(RuntimeOptions.Mode mode)
      throws NoSuchMethodException {
    connectors.source("in").row(1, 2).row(2, 3).row(3, 4);
    AppRuntime app = AppRuntime.create(rated("rows", "33%").app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals(
        "too many rows of stream 'In' cannot be processed: 1 of 3, and 'error.max-rate' is 33%",
        failure.getMessage());
    app.close();
  }

  @Test
  void shouldGoOnCountingFailedRowsBehindARestart() throws NoSuchMethodException {
    FakeSource source = connectors.source("in");
    for (int i = 0; i < 10; i++) {
      source.row(i, 1);
    }
    byte[] state;
    try (AppRuntime first =
        AppRuntime.create(rated("again", "1%").app(), options(RuntimeOptions.Mode.CALLER_DRIVEN))) {
      first.start();
      for (int i = 0; i < 10; i++) {
        first.input("In").send(1);
      }
      state = first.stopWithSnapshot();
    }
    AppRuntime second =
        AppRuntime.create(rated("again", "1%").app(), options(RuntimeOptions.Mode.CALLER_DRIVEN));
    second.restore(state);
    second.start();

    AppFailedException failure =
        assertThrows(AppFailedException.class, () -> second.input("In").send(1));

    assertEquals(
        "too many rows of stream 'In' cannot be processed: 11 of 11, and 'error.max-rate' is 1%;"
            + " the last at q/select: function 'onlyEven' failed: 1 is odd",
        failure.getMessage());
    second.close();
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldCarryDeadLettersToAnotherPipeline(RuntimeOptions.Mode mode)
      throws NoSuchMethodException {
    FakeSource source = connectors.source("in").pollRows(100);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      source.row(i, i);
      if (i % 2 != 0) {
        expected.add(
            "[{\"n\":"
                + i
                + "}, function 'onlyEven' failed: "
                + i
                + " is odd, FUNCTION, 50, 1, In]@50");
      }
    }
    PlanBuilder plan =
        new PlanBuilder("far")
            .source("In", "in", "error.strategy", "dlq", "error.dlq.stream", "Dead");
    int in = plan.stream("In", NUMBERS);
    plan.output("a", plan.project("a/select", in, NUMBERS, null, onlyEven(column(0, Type.INT))));
    plan.newPipeline();
    plan.derived("Dead", LETTERS);
    RowLines letters = new RowLines();
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode).withRingCapacity(16))) {
      app.subscribe("Dead", letters);
      app.start();
      app.runToEnd();

      assertTrue(app.statistics().isBalanced());
    }
    assertEquals(expected, letters.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheAppWhenASourceFails(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).failing(new IOException("connection reset"));
    FakeSink sink = connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("reset").source("In", "in"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals("source 'in' of stream 'In' cannot go on: connection reset", failure.getMessage());
    app.close();
    assertFalse(sink.isOpen);
    assertNoThreads("reset");
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheAppWhenASinkFails(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).row(2, 2);
    connectors.sink("out").failing(1);
    PlanBuilder plan = copy(new PlanBuilder("full").source("In", "in"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();

    AppFailedException failure = assertThrows(AppFailedException.class, app::runToEnd);

    assertEquals("sink 'out' of stream 'Out' cannot write: disk full", failure.getMessage());
    app.close();
    assertNoThreads("full");
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldRetryASinkAndThenDropItsRows(RuntimeOptions.Mode mode) {
    FakeSink sink = connectors.sink("out").failing(5);
    PlanBuilder plan =
        copy(
            new PlanBuilder("retry"),
            "error.strategy",
            "retry",
            "error.retry.max-attempts",
            "4",
            "error.retry.initial-delay",
            "1 ms");
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode).withRangeRowsMax(1))) {
      app.start();
      app.input("In").sendAt(1, 1);
      app.input("In").sendAt(2, 2);
      app.input("In").sendAt(3, 3);
    }
    assertEquals(List.of("[2]@2", "[3]@3"), sink.visible());
    assertEquals(7, sink.writeCount);
    assertEquals(List.of("SINK sink/Out/0  {\"n\":1}: disk full -> DROPPED"), errors);
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldWaitUntilASinkCanWriteAgain(RuntimeOptions.Mode mode) {
    FakeSink sink = connectors.sink("out").failing(50);
    PlanBuilder plan = copy(new PlanBuilder("wait"), "on.error", "wait");
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode).withRangeRowsMax(1))) {
      app.start();
      app.input("In").sendAt(1, 1);
      app.input("In").sendAt(2, 2);
      app.snapshot();

      assertEquals(List.of("[1]@1", "[2]@2"), sink.visible());
      assertEquals(52, sink.writeCount);
      assertEquals(List.of("SINK sink/Out/0  : disk full -> WAITING"), errors);
      assertTrue(app.statistics().isBalanced());
    }
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndTheWaitForASinkWhenTheAppIsStopped(RuntimeOptions.Mode mode) throws Exception {
    FakeSink sink = connectors.sink("out").failing(Integer.MAX_VALUE);
    PlanBuilder plan = copy(new PlanBuilder("gone"), "on.error", "wait");
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    app.start();
    FutureTask<String> sent =
        new FutureTask<>(
            () -> {
              try {
                app.input("In").sendAt(1, 1);
                return "sent";
              } catch (AppFailedException e) {
                return e.getMessage();
              }
            });
    Thread sender = new Thread(sent);
    sender.start();
    sink.awaitWrite();

    String stopped = "";
    try {
      app.stop();
    } catch (AppFailedException e) {
      stopped = e.getMessage();
    }

    // Whoever waits is told: the sender where it drives the app, else who stops it.
    String failure = "sink 'out' of stream 'Out' cannot write: disk full";
    boolean isCaller = mode == RuntimeOptions.Mode.CALLER_DRIVEN;
    assertEquals(isCaller ? failure : "sent", sent.get(30, TimeUnit.SECONDS));
    if (!isCaller) {
      assertEquals(failure, stopped);
    }
    assertEquals(AppRuntime.Status.FAILED, app.status());
    assertNoThreads("gone");
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldTellFailuresAsLoudAsTheTextSays(RuntimeOptions.Mode mode) {
    connectors.sink("out").failing(1);
    PlanBuilder plan =
        copy(new PlanBuilder("quiet"), "on.error", "log", "error.log-level", "debug");
    List<System.Logger.Level> levels = Collections.synchronizedList(new ArrayList<>());
    ErrorListener listener =
        new ErrorListener() {
          @Override
          public void onError(AppError error) {
            levels.add(error.level());
          }

          @Override
          public void onFailure(String app, Throwable cause) {
            throw new AssertionError(cause);
          }
        };
    try (AppRuntime app =
        AppRuntime.create(plan.app(), options(mode).withErrorListener(listener))) {
      app.start();
      app.input("In").sendAt(1, 1);
      app.snapshot();
    }
    assertEquals(List.of(System.Logger.Level.DEBUG), levels);
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldPutRowsThatASinkCannotWriteIntoTheFaultStream(RuntimeOptions.Mode mode) {
    FakeSink sink = connectors.sink("out").failing(1);
    PlanBuilder plan = new PlanBuilder("faults");
    int in = plan.stream("In", NUMBERS);
    plan.sink("In", in, "out", "on.error", "stream");
    int faults = plan.stream("!In", schema("n", Type.INT, "_error", Type.OBJECT));
    plan.output("faults", faults);
    plan.faultStream("In", "!In");
    AppRuntime app = AppRuntime.create(plan.app(), options(mode).withRangeRowsMax(1));
    RowLines rows = new RowLines();
    app.subscribe("!In", rows);
    app.start();

    app.input("In").send(1);
    app.input("In").send(2);
    app.snapshot();

    assertEquals(List.of("[1, disk full]@50"), rows.lines());
    assertEquals(List.of("[2]@50"), sink.visible());
    assertEquals(List.of("SINK sink/In/0  {\"n\":1}: disk full -> FAULT_STREAM"), errors);
    assertTrue(app.statistics().isBalanced());
    app.close();
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldDropRowsThatASinkCannotWriteWhenItOnlyLogs(RuntimeOptions.Mode mode) {
    FakeSink sink = connectors.sink("out").failing(1);
    PlanBuilder plan = new PlanBuilder("log");
    plan.sink("In", plan.stream("In", NUMBERS), "out", "on.error", "log");
    AppRuntime app = AppRuntime.create(plan.app(), options(mode).withRangeRowsMax(1));
    app.start();

    app.input("In").send(1);
    app.input("In").send(2);
    app.snapshot();

    assertEquals(List.of("[2]@50"), sink.visible());
    assertEquals(List.of("SINK sink/In/0  {\"n\":1}: disk full -> DROPPED"), errors);
    app.close();
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldGoOnBehindTheSnapshotWithoutLossOrRepetition(RuntimeOptions.Mode mode) {
    connectors.source("in").row(1, 1).row(2, 2).row(3, 3).row(4, 4).endless();
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("again").source("In", "in"));
    plan.startRows("In", List.of(List.of(100)));
    CountDownLatch seen = new CountDownLatch(5);
    AppRuntime first = AppRuntime.create(plan.app(), options(mode));
    first.subscribe(
        "Out",
        (batch, lo, hi) -> {
          for (int k = lo; k < hi; k++) {
            seen.countDown();
          }
        });
    first.start();
    FutureTask<byte[]> snapshot =
        new FutureTask<>(
            () -> {
              assertTrue(seen.await(20, TimeUnit.SECONDS));
              byte[] bytes = first.snapshot();
              first.stop();
              return bytes;
            });
    Thread thread = new Thread(snapshot);
    thread.start();
    first.runToEnd();

    byte[] bytes = await(snapshot);

    FakeSource source = connectors.source("in").row(1, 1).row(2, 2).row(3, 3).row(4, 4).row(5, 5);
    FakeSink sink = connectors.sink("out");
    try (AppRuntime second = AppRuntime.create(plan.app(), options(mode))) {
      second.restore(bytes);
      second.start();
      second.runToEnd();
    }
    assertEquals("row 5", source.position());
    assertEquals(List.of("[5]@5"), sink.visible());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldStopWithTheStateBehindTheLastRow(RuntimeOptions.Mode mode) throws Exception {
    int rowCount = 500;
    List<String> expected = new ArrayList<>();
    FakeSource source = connectors.source("in").pollRows(1);
    for (int i = 0; i < rowCount; i++) {
      source.row(i, i);
      expected.add("[" + i + "]@" + i);
    }
    FakeSink sink = connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("cut").source("In", "in"));
    CountDownLatch seen = new CountDownLatch(20);
    AppRuntime first = AppRuntime.create(plan.app(), options(mode).withRingCapacity(4));
    first.subscribe("Out", (batch, lo, hi) -> seen.countDown());
    first.start();
    FutureTask<Void> running =
        new FutureTask<>(
            () -> {
              first.runToEnd();
              return null;
            });
    Thread thread = new Thread(running);
    thread.start();
    awaitLatch(seen);

    byte[] bytes = first.stopWithSnapshot();

    await(running);
    List<String> lines = new ArrayList<>(sink.visible());
    FakeSource rest = connectors.source("in").pollRows(7);
    for (int i = 0; i < rowCount; i++) {
      rest.row(i, i);
    }
    FakeSink restSink = connectors.sink("out");
    try (AppRuntime second = AppRuntime.create(plan.app(), options(mode))) {
      second.restore(bytes);
      second.start();
      second.runToEnd();
    }
    lines.addAll(restSink.visible());
    assertEquals(expected, lines);
    assertNoThreads("cut");
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldReportAListenerThatFailsAndGoOn(RuntimeOptions.Mode mode) {
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("listener"));
    RowLines lines = new RowLines();
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode).withRangeRowsMax(1))) {
      app.subscribe(
          "Out",
          (batch, lo, hi) -> {
            if (batch.timestamps()[batch.row(lo)] == 2) {
              throw new IllegalStateException("no such key");
            }
          });
      app.subscribe("Out", lines);
      app.start();
      for (int i = 1; i <= 3; i++) {
        app.input("In").sendAt(i, i);
      }
    }
    assertEquals(List.of("[1]@1", "[2]@2", "[3]@3"), lines.lines());
    assertEquals(
        List.of(
            "LISTENER stream/Out  {\"n\":2}: a listener failed for 1 rows:"
                + " java.lang.IllegalStateException: no such key -> DROPPED"),
        errors);
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldFailWithTheCauseWhenAPartOfTheEngineBreaks(RuntimeOptions.Mode mode) {
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("broken"));
    AppRuntime app = AppRuntime.create(plan.app(), options(mode));
    Error broken = new AssertionError("an invariant");
    CountDownLatch reached = new CountDownLatch(1);
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          reached.countDown();
          throw broken;
        });
    app.start();

    if (mode == RuntimeOptions.Mode.CALLER_DRIVEN) {
      AppFailedException failure =
          assertThrows(AppFailedException.class, () -> app.input("In").send(1));
      assertSame(broken, failure.getCause());
    } else {
      // The row may be processed before the call that sends it returns.
      AppFailedException failure =
          assertThrows(
              AppFailedException.class,
              () -> {
                app.input("In").send(1);
                app.runToEnd();
              });
      assertSame(broken, failure.getCause());
    }

    assertSame(broken, app.failure().orElseThrow());
    app.close();
    assertNoThreads("broken");
  }

  @Test
  void shouldMakePublishersWaitAndLoseNothing() throws Exception {
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("pressure"));
    CountDownLatch gate = new CountDownLatch(1);
    RowLines lines = new RowLines();
    AppRuntime app =
        AppRuntime.create(plan.app(), options(RuntimeOptions.Mode.THREADED).withRingCapacity(8));
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          awaitLatch(gate);
          lines.onRows(batch, lo, hi);
        });
    app.start();
    int senderCount = 3;
    int rowsEach = 200;
    List<FutureTask<Void>> senders = new ArrayList<>();
    for (int s = 0; s < senderCount; s++) {
      int base = s * rowsEach;
      FutureTask<Void> sender =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < rowsEach; i++) {
                  app.input("In").sendAt(0, base + i);
                }
                return null;
              });
      senders.add(sender);
      new Thread(sender).start();
    }

    gate.countDown();
    for (FutureTask<Void> sender : senders) {
      sender.get(20, TimeUnit.SECONDS);
    }
    app.close();

    for (int s = 0; s < senderCount; s++) {
      List<String> own = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      int base = s * rowsEach;
      for (int i = 0; i < rowsEach; i++) {
        expected.add("[" + (base + i) + "]@0");
      }
      for (String line : lines.lines()) {
        int n = Integer.parseInt(line.substring(1, line.indexOf(']')));
        if (n >= base && n < base + rowsEach) {
          own.add(line);
        }
      }
      assertEquals(expected, own);
    }
    assertEquals(senderCount * rowsEach, lines.lines().size());
    assertTrue(app.statistics().isBalanced());
    assertNoThreads("pressure");
  }

  @Test
  void shouldTakeASendFromInsideAListenerWhileTheRingIsFull() {
    PlanBuilder plan = new PlanBuilder("echo");
    plan.stream("In", NUMBERS);
    RowLines lines = new RowLines();
    AppRuntime app =
        AppRuntime.create(plan.app(), options(RuntimeOptions.Mode.THREADED).withRingCapacity(4));
    app.subscribe(
        "In",
        (batch, lo, hi) -> {
          lines.onRows(batch, lo, hi);
          for (int k = lo; k < hi; k++) {
            int n = (Integer) Objects.requireNonNull(batch.column(0).boxed(batch.row(k)));
            if (n < 1_000) {
              app.input("In").sendAt(1, n + 1_000);
            }
          }
        });
    app.start();

    for (int i = 0; i < 100; i++) {
      app.input("In").sendAt(0, i);
    }
    app.close();

    assertEquals(200, lines.lines().size());
    assertTrue(app.statistics().isBalanced());
  }

  @Test
  void shouldThrowFromAStopWhatNoCallHasThrown() {
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("unseen"));
    CountDownLatch isFailed = new CountDownLatch(1);
    ErrorListener listener =
        new ErrorListener() {
          @Override
          public void onError(AppError error) {
            throw new AssertionError(error);
          }

          @Override
          public void onFailure(String app, Throwable cause) {
            isFailed.countDown();
          }
        };
    AppRuntime app =
        AppRuntime.create(
            plan.app(), options(RuntimeOptions.Mode.THREADED).withErrorListener(listener));
    Error broken = new AssertionError("an invariant");
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          throw broken;
        });
    app.start();
    app.input("In").send(1);
    awaitLatch(isFailed);

    AppFailedException failure = assertThrows(AppFailedException.class, app::stop);

    assertSame(broken, failure.getCause());
    app.close();
    assertNoThreads("unseen");
  }

  @Test
  void shouldGiveUpRowsInFlightWhenAStopTakesTooLong() {
    connectors.sink("out");
    PlanBuilder plan = copy(new PlanBuilder("stuck"));
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    AppRuntime app =
        AppRuntime.create(
            plan.app(), options(RuntimeOptions.Mode.THREADED).withStopTimeoutMillis(100));
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          reached.countDown();
          awaitLatch(stuck);
        });
    app.start();
    app.input("In").send(1);
    awaitLatch(reached);

    AppFailedException failure = assertThrows(AppFailedException.class, app::close);

    assertEquals(
        "the app did not stop within 100 ms; rows in flight were given up", failure.getMessage());
    stuck.countDown();
  }

  @Test
  void shouldSayWhatIsMissing() {
    PlanBuilder plan = copy(new PlanBuilder("missing").source("In", "nowhere"));
    connectors.sink("out");
    RuntimeOptions options = options(RuntimeOptions.Mode.CALLER_DRIVEN);

    assertEquals(
        "unknown source 'nowhere'",
        assertThrows(IllegalArgumentException.class, () -> AppRuntime.create(plan.app(), options))
            .getMessage());
    AppRuntime app = AppRuntime.create(copy(new PlanBuilder("small")).app(), options);
    assertEquals(
        "app 'small' has not been started",
        assertThrows(IllegalStateException.class, () -> app.input("In").send(1)).getMessage());
    assertEquals(
        "app 'small' has no stream 'Nothing'",
        assertThrows(IllegalArgumentException.class, () -> app.input("Nothing")).getMessage());
    assertEquals(
        "app 'small' has no query 'nothing'",
        assertThrows(
                IllegalArgumentException.class, () -> app.subscribeQuery("nothing", new RowLines()))
            .getMessage());
    app.start();
    app.close();
    assertEquals(
        "app 'small' has been stopped",
        assertThrows(IllegalStateException.class, () -> app.input("In").send(1)).getMessage());
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T await(FutureTask<T> task) {
    try {
      return task.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertNoThreads(String app) {
    List<String> alive =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("eventflux-" + app + "-"))
            .toList();
    assertEquals(List.of(), alive);
  }
}
