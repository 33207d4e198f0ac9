package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.call;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.FakeConnectors.FakeSource;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of bounded input closes windows, and is not the end of time: the file may grow. */
@Timeout(60)
class EndOfInputTest {
  private static final RowSchema TIMED = schema("n", Type.INT, "ts", Type.LONG);
  private static final RowSchema COUNTS = schema("end", Type.LONG, "n", Type.LONG);
  private static final long[] TIMES = {1, 7, 12};

  private final FakeConnectors connectors = new FakeConnectors();
  private final RowLines tens = new RowLines();
  private final RowLines sixties = new RowLines();

  /** Windows of 10 ms over a file, and windows of 60 ms over their results. */
  private static CompiledApp chain(long allowedLatenessMillis) {
    PlanBuilder plan = new PlanBuilder("chain").source("In", "in");
    int in =
        plan.stream("In", TIMED, new PlanNode.Watermark(1, 5, null), PlanNode.Dispatch.RANGE, true);
    int inner = window(plan, "ten", in, 10, allowedLatenessMillis);
    int counts = plan.derived("Tens", COUNTS);
    plan.insert(plan.output("ten", inner), counts);
    int outer = window(plan, "sixty", counts, 60, 0);
    plan.insert(plan.output("sixty", outer), plan.derived("Sixties", COUNTS));
    return plan.app();
  }

  private static int window(
      PlanBuilder plan, String query, int input, long sizeMillis, long latenessMillis) {
    return plan.groupWindow(
        query + "/window",
        input,
        sizeMillis,
        latenessMillis,
        -1,
        COUNTS,
        List.of(),
        List.of(call("count", false)),
        new PlanExpr.WindowBound(true, Type.LONG),
        new PlanExpr.AggregateResult(0, Type.LONG));
  }

  private FakeSource file(long... moreTimes) {
    FakeSource source = connectors.source("in");
    for (long time : TIMES) {
      source.row(0, 1, time);
    }
    for (long time : moreTimes) {
      source.row(0, 1, time);
    }
    return source;
  }

  /** Runs to the end and gives the state behind it. */
  private byte[] run(
      RuntimeOptions.Mode mode, CompiledApp app, byte @Nullable [] state, Map<String, Long> late) {
    AppRuntime runtime =
        AppRuntime.create(
            app,
            RuntimeOptions.defaults()
                .withMode(mode)
                .withClock(new VirtualClock(0))
                .withErrorListener(error -> {})
                .withConnectors(connectors.registry()));
    runtime.subscribe("Tens", tens);
    runtime.subscribe("Sixties", sixties);
    if (state != null) {
      runtime.restore(state);
    }
    runtime.start();
    runtime.runToEnd();
    byte[] after = runtime.stopWithSnapshot();
    assertEquals(late, runtime.statistics().lateRows());
    assertTrue(runtime.statistics().isBalanced());
    return after;
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldCloseChainsOfWindows(RuntimeOptions.Mode mode) {
    file();

    run(mode, chain(0), null, Map.of());

    assertEquals(List.of("[10, 2]@9", "[20, 1]@19"), tens.lines());
    assertEquals(List.of("[60, 2]@59"), sixties.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldChangeNothingWhenStartedAgainWithNothingNew(RuntimeOptions.Mode mode) {
    file();
    byte[] first = run(mode, chain(0), null, Map.of());
    file();

    byte[] second = run(mode, chain(0), first, Map.of());

    assertArrayEquals(first, second);
    assertEquals(List.of("[10, 2]@9", "[20, 1]@19"), tens.lines());
    assertEquals(List.of("[60, 2]@59"), sixties.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldGoOnWithRowsThatWereAppended(RuntimeOptions.Mode mode) {
    file();
    byte[] state = run(mode, chain(0), null, Map.of());
    file(13, 25, 65, 24);

    // 13 is behind [10, 20); the count of [20, 30) is behind [0, 60); 24 is behind [20, 30).
    run(mode, chain(0), state, Map.of("ten/window", 2L, "sixty/window", 1L));

    assertEquals(List.of("[10, 2]@9", "[20, 1]@19", "[30, 1]@29", "[70, 1]@69"), tens.lines());
    assertEquals(List.of("[60, 2]@59", "[120, 1]@119"), sixties.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldTakeRowsOfWindowsThatWereNeverOpen(RuntimeOptions.Mode mode) {
    file();
    byte[] state = run(mode, chain(0), null, Map.of());
    file(60, 61);

    run(mode, chain(0), state, Map.of());

    assertEquals(List.of("[10, 2]@9", "[20, 1]@19", "[70, 2]@69"), tens.lines());
    assertEquals(List.of("[60, 2]@59", "[120, 1]@119"), sixties.lines());
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldEndBehindTheAllowedLateness(RuntimeOptions.Mode mode) {
    file();
    byte[] state = run(mode, chain(15), null, Map.of());
    file(13, 22);

    // The watermark stands at 35: nothing is left of [10, 20), and [20, 30) only takes corrections.
    run(mode, chain(15), state, Map.of("ten/window", 1L, "sixty/window", 1L));

    assertEquals(List.of("[10, 2]@9", "[20, 1]@19", "[30, 1]@29"), tens.lines());
  }
}
