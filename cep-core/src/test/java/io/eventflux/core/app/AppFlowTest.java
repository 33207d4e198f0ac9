package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.call;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.compare;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanNode.Dispatch;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.time.EngineClock;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that meet, feed themselves, and share tables: the order of processing. */
@Timeout(120)
class AppFlowTest {
  private static final RowSchema NUMBERS = schema("n", Type.INT);
  private static final PlanExpr N = column(0, Type.INT);

  private static PlanExpr plus(PlanExpr left, int right) {
    return new PlanExpr.Operation(
        PlanOperator.ADD, List.of(left, constant(right, Type.INT)), Type.INT);
  }

  private static PlanExpr times(PlanExpr left, int right) {
    return new PlanExpr.Operation(
        PlanOperator.MULTIPLY, List.of(left, constant(right, Type.INT)), Type.INT);
  }

  private static RuntimeOptions caller(ErrorListener errors) {
    return RuntimeOptions.defaults()
        .withClock(new VirtualClock(0))
        .withErrorListener(errors)
        .withConnectors(new ConnectorRegistry(List.of(), List.of(), List.of()));
  }

  @Test
  void shouldRunTheReadersOfAnInsertedRowBeforeTheNextReaderSeesTheFirstRow() {
    PlanBuilder plan = new PlanBuilder("meet");
    int in = plan.stream("In", NUMBERS, null, Dispatch.UNIT, true);
    int tens = plan.project("tens/select", in, NUMBERS, null, times(N, 10));
    int tensOut = plan.output("tens", tens);
    int hundreds = plan.project("hundreds/select", in, NUMBERS, null, times(N, 100));
    int hundredsOut = plan.output("hundreds", hundreds);
    int out = plan.derived("Out", NUMBERS);
    plan.insert(tensOut, out).insert(hundredsOut, out);

    new AppScript(plan.app())
        .observe("Out")
        .send("In", 1, 1)
        .send("In", 2, 2)
        .sendUnit("In", 3, AppRuntimeTest.rows(3, 4))
        .assertOutput(
            Map.of(
                "Out",
                List.of(
                    "[10]@1",
                    "[100]@1",
                    "[20]@2",
                    "[200]@2",
                    "[30]@3",
                    "+[40]@3",
                    "[300]@3",
                    "+[400]@3")));
  }

  /**
   * Every n below {@code limit} inserts n + 1 into its own stream, and then n * 10; both below the
   * limit.
   */
  private static CompiledApp selfFeeding(int limit) {
    PlanBuilder plan = new PlanBuilder("loop");
    int loop = plan.stream("Loop", NUMBERS, null, Dispatch.STACKED, true);
    int next =
        plan.project(
            "next/select",
            loop,
            NUMBERS,
            compare(PlanOperator.LESS, plus(N, 1), constant(limit, Type.INT)),
            plus(N, 1));
    plan.insert(plan.output("next", next), loop);
    int tens =
        plan.project(
            "tens/select",
            loop,
            NUMBERS,
            compare(PlanOperator.LESS, times(N, 10), constant(limit, Type.INT)),
            times(N, 10));
    plan.insert(plan.output("tens", tens), loop);
    return plan.app();
  }

  /** The same by recursion, as the language says it: slow and obvious. */
  private static void expectLoop(int n, int limit, List<String> lines) {
    lines.add("[" + n + "]@5");
    if (n + 1 < limit) {
      expectLoop(n + 1, limit, lines);
    }
    if (n * 10 < limit) {
      expectLoop(n * 10, limit, lines);
    }
  }

  @Test
  void shouldFeedAStreamWithItselfDepthFirst() {
    List<String> expected = new ArrayList<>();
    expectLoop(1, 35, expected);
    expectLoop(7, 35, expected);

    new AppScript(selfFeeding(35))
        .observe("Loop")
        .send("Loop", 5, 1)
        .send("Loop", 5, 7)
        .assertOutput(Map.of("Loop", expected));
  }

  @Test
  void shouldDropAndReportTheRestOfAnEventThatNeverEnds() {
    PlanBuilder plan = new PlanBuilder("endless");
    int loop = plan.stream("Loop", NUMBERS, null, Dispatch.STACKED, true);
    int next =
        plan.project(
            "next/select", loop, NUMBERS, compare(PlanOperator.LESS, N, constant(0, Type.INT)), N);
    plan.insert(plan.output("next", next), loop);
    List<AppError> errors = new ArrayList<>();
    long[] rowCount = {0};
    try (AppRuntime app = AppRuntime.create(plan.app(), caller(errors::add))) {
      app.subscribe("Loop", (batch, lo, hi) -> rowCount[0] += hi - lo);
      app.start();

      app.input("Loop").send(1);
      app.input("Loop").send(-1);
      app.input("Loop").send(2);
    }

    assertEquals(1 + 1 + Pipeline.HOP_COUNT_MAX + 1, rowCount[0]);
    assertEquals(
        List.of(
            new AppError(
                "endless",
                FailureKind.RECURSION_LIMIT,
                "stream/Loop",
                "Loop",
                "",
                "{\"n\":-1}",
                "one event of stream 'Loop' caused more than 100000 hops between streams; the rest"
                    + " of its work is dropped",
                AppError.Handling.DROPPED,
                System.Logger.Level.WARNING,
                null)),
        errors);
  }

  @Test
  void shouldLetAJoinSeeTheRowsThatEarlierRowsInserted() {
    RowSchema prices = schema("sku", Type.STRING, "eur", Type.INT);
    RowSchema joined =
        schema("sku", Type.STRING, "eur", Type.INT, "sku2", Type.STRING, "eur2", Type.INT);
    PlanBuilder plan = new PlanBuilder("prices").table("Price", prices, 0);
    plan.startRows("Price", List.of(List.of("start", 7)));
    int in = plan.stream("In", prices, null, Dispatch.UNIT, true);
    plan.tableInsert("fill/insert", in, "Price");
    int join = plan.tableJoin("look/join", in, "Price", joined, column(0, Type.STRING));
    int select = plan.project("look/select", join, joined, null, all(joined));
    plan.insert(plan.output("look", select), plan.derived("Out", joined));
    AppScript script = new AppScript(plan.app()).observe("Out");

    script
        .send("In", 1, "a", 1)
        .send("In", 2, "b", 2)
        .send("In", 3, "a", 3)
        .send("In", 4, "start", 4)
        .assertOutput(
            Map.of(
                "Out",
                List.of(
                    "[a, 1, a, 1]@1",
                    "[b, 2, b, 2]@2",
                    "[a, 3, a, 1]@3",
                    "[start, 4, start, 7]@4")));
  }

  @Test
  void shouldReportRowsThatATableRefuses() {
    RowSchema prices = schema("sku", Type.STRING, "eur", Type.INT);
    PlanBuilder plan = new PlanBuilder("prices").table("Price", prices, 0);
    plan.startRows("Price", List.of(List.of("a", 7), List.of("a", 8)));
    int in = plan.stream("In", prices);
    plan.tableInsert("fill/insert", in, "Price");
    List<String> errors = new ArrayList<>();
    try (AppRuntime app =
        AppRuntime.create(
            plan.app(),
            caller(
                error ->
                    errors.add(error.place() + " " + error.event() + ": " + error.reason())))) {
      app.start();
      app.input("In").send("a", 9);
      app.input("In").send("b", 1);

      assertEquals(Map.of("fill/insert", 1L), app.statistics().rowErrors());
    }

    assertEquals(
        List.of(
            "table/Price {\"sku\":\"a\",\"eur\":8}: a row with this primary key is in table"
                + " 'Price' already",
            "fill/insert {\"sku\":\"a\",\"eur\":9}: table 'Price' has a row with this primary key"
                + " already"),
        errors);
  }

  @Test
  void shouldQueueASendFromInsideAListenerBehindTheRunningOne() {
    PlanBuilder plan = new PlanBuilder("echo");
    int in = plan.stream("In", NUMBERS);
    plan.insert(
        plan.output("copy", plan.project("copy/select", in, NUMBERS, null, N)),
        plan.derived("Out", NUMBERS));
    List<String> seen = new ArrayList<>();
    try (AppRuntime app = AppRuntime.create(plan.app(), caller(ErrorListener.logging()))) {
      app.subscribe(
          "In",
          (batch, lo, hi) -> {
            for (int k = lo; k < hi; k++) {
              int n = (Integer) Objects.requireNonNull(batch.column(0).boxed(batch.row(k)));
              seen.add("in " + n);
              if (n < 100) {
                app.input("In").sendAt(9, n * 10);
              }
            }
          });
      app.subscribe(
          "Out",
          (batch, lo, hi) -> {
            for (int k = lo; k < hi; k++) {
              seen.add("out " + batch.column(0).boxed(batch.row(k)));
            }
          });
      app.start();

      app.input("In").sendAt(1, 5);
      app.input("In").sendUnit(2, AppRuntimeTest.rows(70, 80));
    }

    assertEquals(
        List.of(
            "in 5", "out 5", "in 50", "out 50", "in 500", "out 500", "in 70", "in 80", "out 70",
            "out 80", "in 700", "out 700", "in 800", "out 800"),
        seen);
  }

  @Test
  void shouldCountRowsThatNothingReadsAsFiltered() {
    PlanBuilder plan = new PlanBuilder("unread");
    plan.stream("Unread", NUMBERS);
    int in = plan.stream("In", NUMBERS);
    plan.insert(
        plan.output("copy", plan.project("copy/select", in, NUMBERS, null, N)),
        plan.derived("Out", NUMBERS));
    try (AppRuntime app = AppRuntime.create(plan.app(), caller(ErrorListener.logging()))) {
      app.start();
      app.input("Unread").send(1);
      app.input("In").send(2);
      app.input("In").sendUnit(0, AppRuntimeTest.rows(3, 4));

      AppStatistics statistics = app.statistics();

      assertEquals(
          new AppStatistics(
              4,
              3,
              0,
              0,
              1,
              Map.of("Unread", 1L, "In", 3L, "Out", 3L),
              Map.of("copy", 3L),
              Map.of(),
              Map.of(),
              Map.of(),
              Map.of(),
              Map.of(),
              0,
              0),
          statistics);
      assertEquals(List.of("Unread", "In", "Out"), List.copyOf(statistics.streams().keySet()));
    }
  }

  @Test
  void shouldRefuseValuesThatDoNotFit() {
    RowSchema row = schema("i", Type.INT, "l", Type.LONG, "d", Type.DOUBLE, "s", Type.STRING);
    PlanBuilder plan = new PlanBuilder("types");
    plan.stream("In", row);
    RowLines lines = new RowLines();
    List<String> errors = new ArrayList<>();
    try (AppRuntime app = AppRuntime.create(plan.app(), caller(ErrorListener.logging()))) {
      app.subscribe("In", lines);
      app.start();
      app.input("In").sendAt(1, 1, 2, 3, "widened");
      for (Object[] values :
          Arrays.asList(
              new Object[] {1L, 2L, 3.0, "x"},
              new Object[] {1, 2.0, 3.0, "x"},
              new Object[] {1, 2L, 3.0, 4},
              new Object[] {1, 2L})) {
        try {
          app.input("In").sendAt(2, values);
        } catch (IllegalArgumentException e) {
          errors.add(e.getMessage());
        }
      }
      app.input("In").sendAt(3, null, null, null, null);
    }

    assertEquals(List.of("[1, 2, 3.0, widened]@1", "[null, null, null, null]@3"), lines.lines());
    assertEquals(
        List.of(
            "attribute 'i' of stream 'In' is INT, a value of Java type Long was sent",
            "attribute 'l' of stream 'In' is BIGINT, a value of Java type Double was sent",
            "attribute 's' of stream 'In' is VARCHAR, a value of Java type Integer was sent",
            "stream 'In' has 4 attributes, 2 values were sent"),
        errors);
  }

  @Test
  void shouldInsertIntoAStreamOfEventTimeByTheAttributeOfTheTarget() {
    RowSchema timed = schema("n", Type.INT, "ts", Type.LONG);
    PlanBuilder plan = new PlanBuilder("timed");
    int in = plan.stream("In", NUMBERS);
    int out =
        plan.project("q/select", in, timed, null, N, new PlanExpr.Cast(times(N, 100), Type.LONG));
    plan.insert(
        plan.output("q", out),
        plan.stream("Out", timed, new PlanNode.Watermark(1, 0, null), Dispatch.RANGE, false));

    new AppScript(plan.app())
        .observe("Out")
        .observeQueries("q")
        .send("In", 1, 5)
        .send("In", 2, 6)
        .assertOutput(
            Map.of(
                "Out", List.of("[5, 500]@500", "[6, 600]@600"),
                "q", List.of("[5, 500]@1", "[6, 600]@2")));
  }

  /** A clock that goes on by a millisecond whenever it is read. */
  private static final class ReadClock implements EngineClock {
    private long readCount;

    @Override
    public long millis() {
      return ++readCount;
    }

    @Override
    public long nanos() {
      return 0;
    }
  }

  /** How often the clock is read for three events behind a window of one. */
  private static long clockReads(OutputKind emits, PlanExpr selected) {
    RowSchema selection = schema("x", selected.type());
    PlanBuilder plan = new PlanBuilder("expiry");
    int in = plan.stream("In", NUMBERS);
    int window = plan.window("q/window", in, "length", constant(1, Type.INT));
    int select = plan.project("q/select", window, selection, null, emits, selected);
    plan.insert(plan.output("q", select), plan.derived("Out", selection));
    ReadClock clock = new ReadClock();
    try (AppRuntime app =
        AppRuntime.create(plan.app(), caller(ErrorListener.logging()).withClock(clock))) {
      app.start();
      long before = clock.readCount;
      for (int n = 0; n < 3; n++) {
        app.input("In").sendAt(9, n);
      }
      return clock.readCount - before;
    }
  }

  @Test
  void shouldReadTheClockForALengthWindowOnlyWhereTheTimeOfExpiredRowsIsSeen() {
    PlanExpr rowTime = new PlanExpr.RowTime(Type.LONG);

    assertEquals(0, clockReads(OutputKind.CURRENT, N));
    assertEquals(3, clockReads(OutputKind.CURRENT, rowTime));
    assertEquals(3, clockReads(OutputKind.EXPIRED, N));
    assertEquals(3, clockReads(OutputKind.ALL, N));
  }

  @Test
  void shouldFindTheGroupOfARowAgainWhenItLeavesAWindow() {
    int length = 70;
    RowSchema keyed = schema("key", Type.STRING, "n", Type.INT);
    RowSchema sums = schema("key", Type.STRING, "sum", Type.LONG);
    PlanBuilder plan = new PlanBuilder("sums");
    int in = plan.stream("In", keyed);
    int window = plan.window("q/window", in, "length", constant(length, Type.INT));
    int sum =
        plan.aggregate(
            "q/select",
            window,
            sums,
            List.of(column(0, Type.STRING)),
            List.of(call("sum", true, column(1, Type.INT))),
            OutputKind.CURRENT,
            column(0, Type.STRING),
            new PlanExpr.AggregateResult(0, Type.LONG));
    plan.insert(plan.output("q", sum), plan.derived("Out", sums));
    Random random = new Random(11);
    AppScript script = new AppScript(plan.app()).observe("Out");
    Deque<Object[]> held = new ArrayDeque<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int number = random.nextInt(12);
      // The same text is not always the same object, and one group has no name.
      String key = number == 0 ? null : new String("k" + number);
      held.addLast(new Object[] {key, i});
      if (held.size() > length) {
        held.removeFirst();
      }
      long total =
          held.stream()
              .filter(row -> Objects.equals(row[0], key))
              .mapToLong(row -> (int) row[1])
              .sum();
      script.send("In", i, key, i);
      expected.add("[" + key + ", " + total + "]@" + i);
    }

    script.assertOutput(Map.of("Out", expected));
  }
}
