package io.eventflux.core.operator.aggregate;

import static io.eventflux.core.operator.OperatorScript.row;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.OperatorScript;
import io.eventflux.core.operator.OperatorScript.Maker;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupWindowOperatorTest {
  private static final RowSchema SCHEMA =
      new RowSchema(List.of(new Field("zone", Type.STRING), new Field("fare", Type.DOUBLE)));
  private static final PlanExpr ZONE = new PlanExpr.Input(0, 0, Type.STRING);
  private static final PlanExpr FARE = new PlanExpr.Input(0, 1, Type.DOUBLE);
  private static final PlanExpr COUNT = new PlanExpr.AggregateResult(0, Type.LONG);
  private static final PlanExpr START = new PlanExpr.WindowBound(false, Type.TIMESTAMP);
  private static final PlanExpr END = new PlanExpr.WindowBound(true, Type.TIMESTAMP);

  /** The trace of language 7.2: delay 5 s, windows of 10 s, lateness 10 s. */
  @Test
  void shouldCloseCorrectAndRefuseAsInTheTrace() {
    Maker maker = new Window(10_000).lateness(10_000).lateStream().select(COUNT).maker();
    seconds(1, 7, 12, 9, 15)
        .watermark(10_000)
        .send(20_000, "z", 1.0)
        .watermark(15_000)
        .send(8_000, "z", 1.0)
        .shouldGive(
            maker, "W=-4000", "W=2000", "W=7000", "[3]@9999", "W=10000", "W=15000", "[4]@9999");
    seconds(1, 7, 12, 9, 15)
        .watermark(10_000)
        .watermark(20_000)
        .send(8_000, "z", 1.0)
        .shouldGive(
            maker,
            "W=-4000",
            "W=2000",
            "W=7000",
            "[3]@9999",
            "W=10000",
            "[2]@19999",
            "W=20000",
            "late:[z, 1.0, 20000, 12000]@8000");
  }

  /** Rows at these seconds, each followed by the watermark that it moves. */
  private static OperatorScript seconds(int... seconds) {
    OperatorScript script = script();
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < seconds.length; i++) {
      long time = seconds[i] * 1000L;
      script.send(time, "z", 1.0);
      if (time - 5000 > watermark && i < seconds.length - 1) {
        watermark = time - 5000;
        script.watermark(watermark);
      }
    }
    return script;
  }

  @Test
  void shouldEmitGroupsInOrderOfFirstAppearanceAsOneUnit() {
    script()
        .send(3, "b", 1.5)
        .sendUnit(4, row("a", 1.0), row(null, null), row("b", 2.0))
        .send(12, "c", 4.0)
        .watermark(10)
        .watermark(Long.MAX_VALUE)
        .shouldGive(
            new Window(10).groupByZone().maker(),
            "[b, 0, 10, 2, 3.5]@9 [a, 0, 10, 1, 1.0]@9 [null, 0, 10, 1, null]@9",
            "W=10",
            "[c, 10, 20, 1, 4.0]@19",
            "W=" + Long.MAX_VALUE);
  }

  @Test
  void shouldRefuseRowsOfNewGroupsBeyondTheBoundOfAWindow() {
    String refusal =
        "rejected: there are 2 groups already; @app:limits(max.keys = '...') allows more";
    script()
        .limits(1, 2)
        .send(3, "b", 1.5)
        .send(4, "a", 1.0)
        .send(5, "c", 1.0)
        .send(6, "b", 2.0)
        .send(12, "c", 4.0)
        .watermark(10)
        .send(7, "d", 1.0)
        .send(8, "a", 2.0)
        .watermark(Long.MAX_VALUE)
        .shouldGive(
            new Window(10).lateness(10).groupByZone().maker(),
            refusal,
            "[b, 0, 10, 2, 3.5]@9 [a, 0, 10, 1, 1.0]@9",
            "W=10",
            refusal,
            "[a, 0, 10, 2, 3.0]@9",
            "[c, 10, 20, 1, 4.0]@19",
            "W=" + Long.MAX_VALUE);
  }

  @Test
  void shouldCloseWindowsInOrderOfTheirEndWhenTheWatermarkJumps() {
    script()
        .send(25, "a", 1.0)
        .send(3, "a", 2.0)
        .send(14, "a", 4.0)
        .send(-1, "a", 8.0)
        .watermark(100)
        .shouldGive(
            new Window(10).groupByZone().maker(),
            "[a, -10, 0, 1, 8.0]@-1",
            "[a, 0, 10, 1, 2.0]@9",
            "[a, 10, 20, 1, 4.0]@19",
            "[a, 20, 30, 1, 1.0]@29",
            "W=100");
  }

  @Test
  void shouldCutWindowsWhereTimeEnds() {
    script()
        .send(Long.MIN_VALUE, "a", 1.0)
        .send(Long.MIN_VALUE + 7, "a", 2.0)
        .send(Long.MIN_VALUE + 8, "a", 4.0)
        .send(Long.MAX_VALUE - 1, "a", 8.0)
        .watermark(0)
        .watermark(Long.MAX_VALUE)
        .shouldGive(
            new Window(10).groupByZone().maker(),
            "[a, -9223372036854775808, -9223372036854775800, 2, 3.0]@-9223372036854775801",
            "[a, -9223372036854775800, -9223372036854775790, 1, 4.0]@-9223372036854775791",
            "W=0",
            "[a, 9223372036854775800, 9223372036854775807, 1, 8.0]@9223372036854775806",
            "W=" + Long.MAX_VALUE);
  }

  @Test
  void shouldShiftWindowsByTheOffset() {
    script()
        .send(2, "a", 1.0)
        .send(3, "a", 2.0)
        .watermark(13)
        .shouldGive(
            new Window(10).offset(3).groupByZone().maker(),
            "[a, -7, 3, 1, 1.0]@2",
            "[a, 3, 13, 1, 2.0]@12",
            "W=13");
  }

  @Test
  void shouldCountLateRowsWhenThereIsNoLateStream() {
    script()
        .send(5, "a", 1.0)
        .watermark(10)
        .send(9, "a", 2.0)
        .send(11, "a", 3.0)
        .watermark(20)
        .shouldGive(
            new Window(10).groupByZone().maker(),
            "[a, 0, 10, 1, 1.0]@9",
            "W=10",
            "late rows=1",
            "[a, 10, 20, 1, 3.0]@19",
            "W=20");
  }

  @Test
  void shouldCorrectOnlyTheGroupOfTheLateRowAndObeyHaving() {
    PlanExpr twoOrMore =
        new PlanExpr.Operation(
            PlanOperator.GREATER_OR_EQUAL,
            List.of(COUNT, new PlanExpr.Constant(2L, Type.LONG)),
            Type.BOOL);
    script()
        .send(1, "a", 1.0)
        .send(2, "b", 1.0)
        .send(3, "b", 1.0)
        .watermark(10)
        .send(4, "c", 1.0)
        .sendUnit(5, row("a", 2.0), row("b", 2.0), row("c", 2.0))
        .watermark(15)
        .send(6, "a", 4.0)
        .shouldGive(
            new Window(10).lateness(5).lateStream().groupByZone().having(twoOrMore).maker(),
            "[b, 0, 10, 2, 2.0]@9",
            "W=10",
            "[a, 0, 10, 2, 3.0]@9",
            "[b, 0, 10, 3, 4.0]@9",
            "[c, 0, 10, 2, 3.0]@9",
            "W=15",
            "late:[a, 4.0, 15, 9]@6");
  }

  @Test
  void shouldNotKnowGroupsOfWhichEveryRowFails() {
    RowSchema schema =
        new RowSchema(List.of(new Field("k", Type.STRING), new Field("x", Type.INT)));
    PlanExpr argument = Aggregates.refuseNegative(new PlanExpr.Input(0, 1, Type.INT));
    PlanNode.GroupWindow node =
        new PlanNode.GroupWindow(
            1,
            "q/window",
            0,
            10,
            0,
            10,
            -1,
            List.of(ZONE),
            List.of(
                new AggregateCall(
                    Aggregates.function("sum", Type.INT), List.of(argument), null, false)),
            List.of(ZONE, new PlanExpr.AggregateResult(0, Type.LONG)),
            null,
            new RowSchema(List.of(new Field("k", Type.STRING), new Field("s", Type.LONG))));
    new OperatorScript(schema)
        .send(1, "bad", -1)
        .watermark(5)
        .send(6, "a", 1)
        .send(7, "worse", -1)
        .send(8, "b", null)
        .watermark(10)
        .send(9, "worse", -1)
        .send(9, "worse", 4)
        .watermark(20)
        .shouldGive(
            bench -> new GroupWindowOperator(node, bench.context(schema), bench.output(2), null),
            "W=5",
            "[a, 1]@9 [b, null]@9",
            "W=10",
            "[worse, 4]@9",
            "W=20",
            "error@1",
            "error@7",
            "error@9");
  }

  @Test
  void shouldOpenAWindowThatIsClosedButKeptWhenItsFirstRowIsBehind() {
    script()
        .watermark(12)
        .send(5, "a", 1.0)
        .send(6, "b", 1.0)
        .send(13, "a", 2.0)
        .watermark(20)
        .shouldGive(
            new Window(10).lateness(10).groupByZone().maker(),
            "W=12",
            "[a, 0, 10, 1, 1.0]@9",
            "[b, 0, 10, 1, 1.0]@9",
            "[a, 10, 20, 1, 2.0]@19",
            "W=20");
  }

  @Test
  void shouldReuseClosedPanesWithoutTheirGroups() {
    OperatorScript script = script();
    List<String> expected = new ArrayList<>();
    for (int window = 0; window < 30; window++) {
      long start = window * 10L;
      script.send(start, "k" + window % 3, 1.0).send(start + 1, "x", 2.0);
      script.watermark(start + 10);
      String bounds = start + ", " + (start + 10);
      String time = "]@" + (start + 9);
      expected.add(
          "[k"
              + window % 3
              + ", "
              + bounds
              + ", 1, 1.0"
              + time
              + " [x, "
              + bounds
              + ", 1, 2.0"
              + time);
      expected.add("W=" + (window * 10 + 10));
    }

    script.shouldGive(new Window(10).groupByZone().maker(), expected.toArray(new String[0]));
  }

  @Test
  void shouldAgreeWithRecomputationForOutOfOrderRows() {
    Random random = new Random(20_260_805L);
    for (int round = 0; round < 5; round++) {
      OperatorScript script = script();
      List<String> expected = new ArrayList<>();
      TreeMap<Long, Map<String, double[]>> windows = new TreeMap<>();
      long watermark = Long.MIN_VALUE;
      long newest = 0;
      for (int i = 0; i < 300; i++) {
        newest += random.nextInt(3);
        long time = newest - random.nextInt(12);
        String zone = "z" + random.nextInt(4);
        script.send(time, zone, 0.5);
        if (time - Math.floorMod(time, 7) + 7 > watermark) {
          double[] state =
              windows
                  .computeIfAbsent(time - Math.floorMod(time, 7), k -> new LinkedHashMap<>())
                  .computeIfAbsent(zone, k -> new double[2]);
          state[0]++;
          state[1] += 0.5;
        } else {
          expected.add(
              "late:[" + zone + ", 0.5, " + watermark + ", " + (watermark - time) + "]@" + time);
        }
        if (random.nextInt(20) == 0 && newest - 10 > watermark) {
          watermark = newest - 10;
          script.watermark(watermark);
          while (!windows.isEmpty() && windows.firstKey() + 7 <= watermark) {
            long start = windows.firstKey();
            List<String> line = new ArrayList<>();
            windows
                .remove(start)
                .forEach(
                    (key, state) ->
                        line.add(
                            "["
                                + key
                                + ", "
                                + start
                                + ", "
                                + (start + 7)
                                + ", "
                                + (long) state[0]
                                + ", "
                                + state[1]
                                + "]@"
                                + (start + 6)));
            expected.add(String.join(" ", line));
          }
          expected.add("W=" + watermark);
        }
      }
      script.shouldGive(
          new Window(7).lateStream().groupByZone().maker(), expected.toArray(new String[0]));
    }
  }

  private static OperatorScript script() {
    return new OperatorScript(SCHEMA);
  }

  /** Builds {@code SELECT [zone, start, end,] COUNT(*), SUM(fare) FROM TUMBLE GROUP BY ...}. */
  private static final class Window {
    private final long size;
    private long offset;
    private long lateness;
    private boolean hasLateStream;
    private List<PlanExpr> keys = List.of();
    private List<PlanExpr> expressions = List.of();
    private @Nullable PlanExpr having;

    Window(long size) {
      this.size = size;
    }

    Window offset(long millis) {
      offset = millis;
      return this;
    }

    Window lateness(long millis) {
      lateness = millis;
      return this;
    }

    Window lateStream() {
      hasLateStream = true;
      return this;
    }

    Window groupByZone() {
      keys = List.of(ZONE);
      return select(ZONE, START, END, COUNT, new PlanExpr.AggregateResult(1, Type.DOUBLE));
    }

    Window select(PlanExpr... list) {
      expressions = List.of(list);
      return this;
    }

    Window having(PlanExpr condition) {
      having = condition;
      return this;
    }

    Maker maker() {
      List<Field> fields = new ArrayList<>();
      for (PlanExpr expression : expressions) {
        fields.add(new Field("c" + fields.size(), expression.type()));
      }
      PlanNode.GroupWindow node =
          new PlanNode.GroupWindow(
              1,
              "q/window",
              0,
              size,
              offset,
              lateness,
              hasLateStream ? 5 : -1,
              keys,
              List.of(
                  new AggregateCall(Aggregates.function("count"), List.of(), null, false),
                  new AggregateCall(
                      Aggregates.function("sum", Type.DOUBLE), List.of(FARE), null, false)),
              expressions,
              having,
              new RowSchema(fields));
      return bench ->
          new GroupWindowOperator(
              node,
              bench.context(SCHEMA),
              bench.output(fields.size()),
              hasLateStream ? bench.lateOutput(SCHEMA.size() + 2) : null);
    }
  }
}
