package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.compare;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Patterns inside a running app. */
@Timeout(60)
class AppPatternTest {
  private static final RowSchema TRADES = schema("symbol", Type.STRING, "price", Type.INT);
  private static final RowSchema RISES =
      schema("symbol", Type.STRING, "before", Type.INT, "after", Type.INT);
  private static final RowSchema PAIRS =
      schema("as", Type.STRING, "ap", Type.INT, "bs", Type.STRING, "bp", Type.INT);

  /** {@code every a=Trades -> b=Trades[symbol = a.symbol and price > a.price] within 10 ms}. */
  private static PatternProgram rises(int secondInput) {
    PlanExpr isHigher =
        compare(PlanOperator.GREATER, column(1, Type.INT), new PlanExpr.Input(1, 1, Type.INT));
    return new PatternProgram(
        List.of(
            new PatternProgram.Element(
                "a",
                0,
                null,
                List.of(),
                null,
                List.of(new PatternProgram.Capture(0, 0), new PatternProgram.Capture(1, 1))),
            new PatternProgram.Element(
                "b",
                secondInput,
                null,
                List.of(new PatternProgram.KeyMatch(0, 0)),
                isHigher,
                List.of(new PatternProgram.Capture(0, 2), new PatternProgram.Capture(1, 3)))),
        List.of(new PatternProgram.Scope(0, 0)),
        10,
        PAIRS);
  }

  private static void rises(PlanBuilder plan, int pattern) {
    int selected =
        plan.project(
            "rises/select",
            pattern,
            RISES,
            compare(PlanOperator.LESS, column(1, Type.INT), constant(100, Type.INT)),
            column(0, Type.STRING),
            column(1, Type.INT),
            column(3, Type.INT));
    plan.insert(plan.output("rises", selected), plan.derived("Rises", RISES));
  }

  @Test
  void shouldFindPairsOfOneStream() {
    PlanBuilder plan = new PlanBuilder("rises").playback();
    int trades = plan.stream("Trades", TRADES);
    rises(plan, plan.pattern("rises/pattern", rises(0), trades));

    new AppScript(plan.app())
        .observe("Rises")
        .send("Trades", 1, "A", 5)
        .send("Trades", 2, "B", 1)
        .sendUnit(
            "Trades",
            3,
            List.of(new Object[] {"A", 4}, new Object[] {"A", 6}, new Object[] {null, 7}))
        .send("Trades", 12, "B", 2)
        .send("Trades", 13, "B", 3)
        .send("Trades", 24, "B", 9)
        .assertOutput(
            Map.of("Rises", List.of("[A, 5, 6]@3", "[A, 4, 6]@3", "[B, 1, 2]@12", "[B, 2, 3]@13")));
  }

  @Test
  void shouldFindPairsOfTwoStreamsInOrderOfArrival() {
    PlanBuilder plan = new PlanBuilder("rises").playback();
    int bids = plan.stream("Bids", TRADES);
    int asks = plan.stream("Asks", TRADES);
    rises(plan, plan.pattern("rises/pattern", rises(1), bids, asks));

    new AppScript(plan.app())
        .observe("Rises")
        .send("Asks", 1, "A", 9)
        .send("Bids", 2, "A", 5)
        .send("Bids", 3, "A", 7)
        .send("Asks", 4, "A", 6)
        .send("Asks", 5, "A", 8)
        .send("Bids", 5, "A", 1)
        .send("Asks", 16, "A", 8)
        .assertOutput(Map.of("Rises", List.of("[A, 5, 6]@4", "[A, 7, 8]@5")));
  }

  @Test
  void shouldCountRunsThatWereDroppedAtTheBound() {
    PlanBuilder plan = new PlanBuilder("rises").playback();
    int trades = plan.stream("Trades", TRADES);
    rises(plan, plan.pattern("rises/pattern", rises(0), trades));
    RuntimeOptions options =
        RuntimeOptions.defaults()
            .withClock(new VirtualClock(0))
            .withConnectors(new ConnectorRegistry(List.of(), List.of(), List.of()));
    try (AppRuntime runtime = AppRuntime.create(plan.app(), options)) {
      runtime.start();
      StreamInput input = runtime.input("Trades");
      ColumnBatch batch = input.newBatch(100_001);
      for (int row = 0; row < 100_001; row++) {
        batch.column(0).setBoxed(row, "S" + row);
        batch.column(1).setBoxed(row, 1);
        batch.timestamps()[row] = 1;
      }

      for (int i = 0; i < 10; i++) {
        input.publish(batch, 0, 100_001);
      }

      // 1,000,010 runs: at 1,000,001 the one too many and a 64th of the bound go.
      assertEquals(Map.of("rises/pattern", 15_626L), runtime.statistics().droppedState());
    }
  }
}
