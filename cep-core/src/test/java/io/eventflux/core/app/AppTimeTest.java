package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.call;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clock, timers, event time and watermarks, in every manner of running. */
@Timeout(120)
class AppTimeTest {
  private static final RowSchema NUMBERS = schema("key", Type.STRING, "x", Type.INT);
  private static final RowSchema SUM = schema("s", Type.LONG);
  private static final RowSchema RIDES = schema("zone", Type.INT, "ts", Type.LONG);
  private static final RowSchema LATE_RIDES =
      schema("zone", Type.INT, "ts", Type.LONG, "_watermark", Type.LONG, "_delay", Type.LONG);
  private static final RowSchema LOAD = schema("zone", Type.INT, "end", Type.LONG, "n", Type.LONG);

  /** {@code from S#window.<window>(<millis>) select sum(x) as s insert all events into Out}. */
  private static PlanBuilder windowedSum(String window, long millis) {
    PlanBuilder plan = new PlanBuilder("sums");
    int in = plan.stream("S", NUMBERS);
    int windowed = plan.window("q/window", in, window, constant(millis, Type.LONG));
    int sum =
        plan.aggregate(
            "q/select",
            windowed,
            SUM,
            List.of(),
            List.of(call("sum", true, column(1, Type.INT))),
            OutputKind.ALL,
            new PlanExpr.AggregateResult(0, Type.LONG));
    plan.insert(plan.output("q", sum), plan.derived("Out", SUM));
    return plan;
  }

  @Test
  void shouldFireTimersBeforeRowsOfTheSameTimeInPlayback() {
    new AppScript(windowedSum("time", 10).playback().app())
        .observeQueries("q")
        .send("S", 100, "a", 1)
        .send("S", 105, "b", 2)
        .send("S", 110, "c", 4)
        .assertOutput(Map.of("q", List.of("[1]@100", "[3]@105", "-[2]@110", "[6]@110")));
  }

  @Test
  void shouldFireTimersBeforeRowsOfTheSameTimeOnTheWallClock() {
    new AppScript(windowedSum("time", 10).app())
        .observeQueries("q")
        .advance(100)
        .send("S", 100, "a", 1)
        .advance(105)
        .send("S", 105, "b", 2)
        .advance(110)
        .send("S", 110, "c", 4)
        .advance(200)
        .assertOutput(
            Map.of(
                "q",
                List.of("[1]@100", "[3]@105", "-[2]@110", "[6]@110", "-[4]@115", "-[null]@120")));
  }

  @Test
  void shouldGoOnWithoutEventsInPlaybackWhenThreadsRunTheApp() throws InterruptedException {
    PlanBuilder plan = windowedSum("time", 3_600_000).playback().idleClock(1, 3_600_000);
    RuntimeOptions options = RuntimeOptions.defaults().withMode(RuntimeOptions.Mode.THREADED);
    CountDownLatch hasExpired = new CountDownLatch(2);
    try (AppRuntime app = AppRuntime.create(plan.app(), options)) {
      app.subscribeQuery("q", (batch, lo, hi) -> hasExpired.countDown());
      app.start();

      app.input("S").sendAt(100, "a", 1);

      assertTrue(hasExpired.await(60, TimeUnit.SECONDS), "the row leaves its window");
    }
  }

  @Test
  void shouldExpireRowsWithOldTimesBeforeTheNextRowOnTheWallClock() {
    new AppScript(windowedSum("time", 10).app())
        .observeQueries("q")
        .advance(100)
        .send("S", 50, "a", 1)
        .send("S", 95, "b", 2)
        .send("S", 60, "c", 4)
        .assertOutput(Map.of("q", List.of("[1]@50", "-[null]@100", "[2]@95", "[6]@60")));
  }

  @Test
  void shouldFlushBatchesInTheRhythmOfTheFirstEvent() {
    new AppScript(windowedSum("timeBatch", 10).playback().app())
        .observeQueries("q")
        .send("S", 100, "a", 1)
        .send("S", 105, "b", 2)
        .send("S", 110, "c", 4)
        .send("S", 116, "d", 8)
        .advance(150)
        .assertOutput(Map.of("q", List.of("[3]@105", "[12]@116", "-[null]@130")));
  }

  @Test
  void shouldGiveTheSameOutputForRandomEventsInPlayback() {
    for (String window : List.of("length", "time", "timeBatch", "lengthBatch")) {
      long seed = 7L + window.hashCode();
      Random random = new Random(seed);
      PlanBuilder plan = new PlanBuilder("random").playback();
      int in = plan.stream("S", NUMBERS);
      boolean isCounted = window.startsWith("length");
      int windowed =
          plan.window(
              "w/window", in, window, isCounted ? constant(3, Type.INT) : constant(7L, Type.LONG));
      int kept = plan.project("w/select", windowed, NUMBERS, null, OutputKind.ALL, all(NUMBERS));
      plan.insert(plan.output("w", kept), plan.derived("Out", NUMBERS));
      AppScript script = new AppScript(plan.app()).observe("Out").observeQueries("w");
      long time = 1_000;
      for (int i = 0; i < 60; i++) {
        time += random.nextInt(4);
        long at = random.nextInt(5) == 0 ? time - random.nextInt(20) : time;
        if (random.nextInt(6) == 0) {
          List<@Nullable Object[]> unit = new ArrayList<>();
          for (int k = 0; k <= random.nextInt(6); k++) {
            unit.add(new Object[] {"u" + i, k});
          }
          script.sendUnit("S", at, unit);
        } else {
          script.send("S", at, "k" + i, i);
        }
        if (random.nextInt(15) == 0) {
          time += random.nextInt(30);
          script.advance(time);
        }
      }

      Map<String, List<String>> output = script.advance(time + 100).assertSameOutput();

      assertFalse(output.getOrDefault("w", List.of()).isEmpty(), window + ", seed=" + seed);
    }
  }

  @Test
  void shouldLetRowsOfOnePipelineMoveTheClockOfAllInPlayback() {
    PlanBuilder plan = windowedSum("time", 10).playback().newPipeline();
    plan.stream("Other", NUMBERS);

    new AppScript(plan.app())
        .observeQueries("q")
        .send("S", 100, "a", 1)
        .send("Other", 105, "b", 2)
        .send("Other", 120, "c", 4)
        .assertOutput(Map.of("q", List.of("[1]@100", "-[null]@110")));
  }

  /** Ride with event time, delay {@code delay}, counted by zone in windows of 10. */
  private static PlanBuilder rides(long delay, long lateness, boolean hasLateStream) {
    PlanBuilder plan = new PlanBuilder("rides");
    int rides =
        plan.stream(
            "Ride",
            RIDES,
            new PlanNode.Watermark(1, delay, hasLateStream ? "LateRide" : null),
            PlanNode.Dispatch.RANGE,
            true);
    int late = hasLateStream ? plan.derived("LateRide", LATE_RIDES) : -1;
    int load =
        plan.groupWindow(
            "load/window",
            rides,
            10,
            lateness,
            late,
            LOAD,
            List.of(column(0, Type.INT)),
            List.of(call("count", false)),
            column(0, Type.INT),
            new PlanExpr.WindowBound(true, Type.LONG),
            new PlanExpr.AggregateResult(0, Type.LONG));
    plan.insert(plan.output("load", load), plan.derived("Load", LOAD));
    return plan;
  }

  @Test
  void shouldCloseAndCorrectWindowsByTheWatermark() {
    AppScript script = new AppScript(rides(5, 10, true).app()).observe("Load", "LateRide");
    for (long time : new long[] {1, 7, 12, 9, 15, 20, 8, 31, 8}) {
      script.send("Ride", 1_000, 1, time);
    }

    script.assertOutput(
        Map.of(
            "Load", List.of("[1, 10, 3]@9", "[1, 10, 4]@9", "[1, 20, 2]@19"),
            "LateRide", List.of("[1, 8, 26, 18]@8")));
  }

  @Test
  void shouldCloseAllWindowsWhenTheInputEnds() {
    new AppScript(rides(5, 0, false).app())
        .observe("Load")
        .send("Ride", 0, 1, 3L)
        .send("Ride", 0, 2, 4L)
        .send("Ride", 0, 1, 13L)
        .end()
        .assertOutput(Map.of("Load", List.of("[1, 10, 1]@9", "+[2, 10, 1]@9", "[1, 20, 1]@19")));
  }

  @Test
  void shouldSendRowsWithoutTimeToTheLateStream() {
    new AppScript(rides(0, 0, true).app())
        .observe("Load", "LateRide")
        .send("Ride", 77, 1, null)
        .send("Ride", 78, 1, 3L)
        .sendUnit(
            "Ride",
            79,
            List.of(
                new Object[] {1, 4L},
                new @Nullable Object[] {2, null},
                new Object[] {1, 5L},
                new @Nullable Object[] {3, null}))
        .send("Ride", 80, 1, 10L)
        .assertOutput(
            Map.of(
                "Load", List.of("[1, 10, 3]@9"),
                "LateRide",
                    List.of(
                        "[1, null, null, null]@77",
                        "[2, null, 5, null]@79",
                        "+[3, null, 5, null]@79")));
  }

  @Test
  void shouldGiveTheSameWindowsForRandomEventTimes() {
    for (int lateness : new int[] {0, 7, 20}) {
      long seed = 41L + lateness;
      Random random = new Random(seed);
      AppScript script = new AppScript(rides(6, lateness, true).app()).observe("Load", "LateRide");
      for (int i = 0; i < 80; i++) {
        Long time = random.nextInt(20) == 0 ? null : i + 30L - random.nextInt(30);
        if (random.nextInt(8) == 0) {
          List<@Nullable Object[]> unit = new ArrayList<>();
          for (int k = 0; k <= random.nextInt(5); k++) {
            unit.add(new @Nullable Object[] {k % 2, i + 30L - random.nextInt(35)});
          }
          script.sendUnit("Ride", i, unit);
        } else {
          script.send("Ride", i, random.nextInt(3), time);
        }
      }

      Map<String, List<String>> output = script.end().assertSameOutput();

      assertFalse(output.getOrDefault("Load", List.of()).isEmpty(), "seed=" + seed);
      assertFalse(output.getOrDefault("LateRide", List.of()).isEmpty(), "seed=" + seed);
    }
  }

  @Test
  void shouldTakeTheLeastWatermarkOfAUnionOfStreams() {
    PlanBuilder plan = new PlanBuilder("union");
    PlanNode.Watermark watermark = new PlanNode.Watermark(1, 0, null);
    int left = plan.stream("L", RIDES, watermark, PlanNode.Dispatch.RANGE, true);
    int right = plan.stream("R", RIDES, watermark, PlanNode.Dispatch.RANGE, true);
    int both = plan.derived("Both", RIDES);
    plan.insert(plan.output("l", plan.project("l/select", left, RIDES, null, all(RIDES))), both);
    plan.insert(plan.output("r", plan.project("r/select", right, RIDES, null, all(RIDES))), both);
    int load =
        plan.groupWindow(
            "load/window",
            both,
            10,
            0,
            -1,
            LOAD,
            List.of(column(0, Type.INT)),
            List.of(call("count", false)),
            column(0, Type.INT),
            new PlanExpr.WindowBound(true, Type.LONG),
            new PlanExpr.AggregateResult(0, Type.LONG));
    plan.insert(plan.output("load", load), plan.derived("Load", LOAD));

    new AppScript(plan.app())
        .observe("Load")
        .send("L", 0, 1, 5L)
        .send("L", 0, 1, 25L)
        .send("R", 0, 1, 7L)
        .send("R", 0, 1, 11L)
        .send("L", 0, 1, 12L)
        .end()
        .assertOutput(Map.of("Load", List.of("[1, 10, 2]@9", "[1, 20, 2]@19", "[1, 30, 1]@29")));
  }

  @Test
  void shouldHoldStartRowsOfStreamsUntilPlaybackBegins() {
    PlanBuilder plan = windowedSum("time", 10).playback();
    plan.startRows("S", List.of(List.of("start", 1), List.of("start", 2)));

    new AppScript(plan.app())
        .observeQueries("q")
        .send("S", 100, "a", 4)
        .send("S", 105, "b", 8)
        .send("S", 110, "c", 16)
        .assertOutput(
            Map.of("q", List.of("[3]@100", "[7]@100", "[15]@105", "-[8]@110", "[24]@110")));
  }

  @Test
  void shouldGiveRowsTheirEventTimeAndLeaveTheBatchOfTheCallerAsItIs() {
    RowLines output = new RowLines();
    try (AppRuntime app = AppRuntime.create(rides(0, 0, false).app(), RuntimeOptions.defaults())) {
      app.subscribe("Ride", output);
      app.start();
      StreamInput input = app.input("Ride");
      ColumnBatch batch = input.newBatch(2);
      Object[][] rows = {{1, 20L}, {2, 21L}};
      for (int row = 0; row < rows.length; row++) {
        RowValues.set("Ride", RIDES, batch, row, rows[row]);
        batch.timestamps()[row] = 7;
      }
      batch.kinds(new byte[] {RowKind.EXPIRED, RowKind.EXPIRED});

      input.publish(batch, 0, 2);

      assertEquals(List.of("[1, 20]@20", "[2, 21]@21"), output.lines());
      assertArrayEquals(new long[] {7, 7}, batch.timestamps());
      assertArrayEquals(new byte[] {RowKind.EXPIRED, RowKind.EXPIRED}, batch.kinds());
    }
  }
}
