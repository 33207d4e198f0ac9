package io.eventflux.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.interpreter.SampleSum;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlanPrinterTest {
  private static final RowSchema TRADES =
      new RowSchema(List.of(new Field("symbol", Type.STRING), new Field("volume", Type.INT)));
  private static final RowSchema TOTALS =
      new RowSchema(List.of(new Field("symbol", Type.STRING), new Field("total", Type.LONG)));
  private static final PlanExpr SYMBOL = new PlanExpr.Input(0, 0, Type.STRING);
  private static final PlanExpr VOLUME = new PlanExpr.Input(0, 1, Type.INT);

  @Test
  void shouldPrintNodesInOrderWithWhatTheyDo() {
    PlanExpr isLarge =
        new PlanExpr.Operation(
            PlanOperator.AND,
            List.of(
                new PlanExpr.Operation(
                    PlanOperator.GREATER,
                    List.of(VOLUME, new PlanExpr.Constant(10, Type.INT)),
                    Type.BOOL),
                new PlanExpr.Operation(
                    PlanOperator.NOT_EQUAL,
                    List.of(SYMBOL, new PlanExpr.Constant("O'N", Type.STRING)),
                    Type.BOOL)),
            Type.BOOL);
    AggregateCall sum = new AggregateCall(SampleSum.FUNCTION, List.of(VOLUME), isLarge, true);
    PipelinePlan pipeline =
        new PipelinePlan(
            List.of(
                new PlanNode.Stream(
                    0,
                    "Trades",
                    List.of(),
                    TRADES,
                    true,
                    new PlanNode.Watermark(1, 500, null),
                    PlanNode.Dispatch.RANGE),
                new PlanNode.Filter(1, "q/filter", 0, isLarge, TRADES),
                new PlanNode.Window(
                    2,
                    "q/window",
                    1,
                    "length",
                    List.of(new PlanExpr.Constant(5, Type.INT)),
                    true,
                    TRADES),
                new PlanNode.Aggregate(
                    3,
                    "q/select",
                    2,
                    List.of(SYMBOL),
                    List.of(sum),
                    List.of(SYMBOL, new PlanExpr.AggregateResult(0, Type.LONG)),
                    null,
                    OutputKind.CURRENT,
                    TOTALS),
                new PlanNode.QueryOutput(4, "q", 3, TOTALS)));
    ConnectorPlan source =
        new ConnectorPlan(
            "Trades",
            "file",
            Map.of("path", "trades.csv"),
            "csv",
            Map.of("api.token", "abc"),
            Map.of());
    AppPlan plan =
        new AppPlan(
            "market",
            true,
            List.of(pipeline),
            List.of(new TablePlan("Names", TRADES, List.of(0), List.of(0), "inMemory")),
            List.of(source),
            List.of(),
            List.of());

    assertEquals(
        """
        app market, playback
        table Names (symbol VARCHAR, volume INT) primary key (symbol) in inMemory
        source of Trades: file (path='trades.csv'), format csv (api.token=***)
        pipeline 0
          0 stream Trades (symbol VARCHAR, volume INT)
              dispatch: RANGE, fed from outside
              event time: volume, delay 500 ms
          1 filter q/filter <- 0
              condition: ((volume > 10) AND (symbol <> 'O''N'))
          2 window q/window <- 1
              length: 5
              expired rows: made
          3 aggregate q/select CURRENT <- 2
              keys: symbol
              #0: sum(volume) FILTER (((volume > 10) AND (symbol <> 'O''N'))), retractable
              symbol VARCHAR: symbol
              total BIGINT: sum#0
          4 output of q <- 3
        """,
        PlanPrinter.print(plan));
  }
}
