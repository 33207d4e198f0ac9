package io.eventflux.core.operator.aggregate;

import static io.eventflux.core.operator.OperatorScript.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.FakeOperatorContext;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorScript;
import io.eventflux.core.operator.OperatorScript.Chain;
import io.eventflux.core.operator.OperatorScript.Maker;
import io.eventflux.core.operator.Output;
import io.eventflux.core.operator.WindowProvider;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregateOperatorTest {
  private static final RowSchema SCHEMA =
      new RowSchema(List.of(new Field("a", Type.STRING), new Field("x", Type.INT)));
  private static final PlanExpr A = new PlanExpr.Input(0, 0, Type.STRING);
  private static final PlanExpr X = new PlanExpr.Input(0, 1, Type.INT);
  private static final PlanExpr SUM = new PlanExpr.AggregateResult(0, Type.LONG);

  // The consequences of language 4.2, row by row.

  @Test
  void shouldEmitTheLastRowOfASendWhenThereIsNoGroup() {
    script()
        .send(1, "a", 1)
        .sendUnit(2, row("b", 2), row("c", 4), row("a", 8))
        .shouldGive(sum().maker(), "[a, 1]@1", "[a, 15]@2");
  }

  @Test
  void shouldEmitTheLastRowOfEachGroupInOrderOfFirstAppearance() {
    script()
        .send(1, "a", 1)
        .sendUnit(2, row("b", 2), row("c", 4), row("a", 8), row("a", 16))
        .shouldGive(sum().groupBy(A).maker(), "[a, 1]@1", "[b, 2]@2 [c, 4]@2 [a, 25]@2");
  }

  @Test
  void shouldCollapseTheExpiredRowOfTheSameUnitWhenAllEventsAreEmitted() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "c", 4)
        .shouldGive(
            sum().window("length", 2).emits(OutputKind.ALL).maker(),
            "[a, 1]@1",
            "[b, 3]@2",
            "[c, 6]@3");
  }

  @Test
  void shouldEmitTheExpiredRowWhenExpiredEventsAreEmitted() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "c", 4)
        .shouldGive(sum().window("length", 2).emits(OutputKind.EXPIRED).maker(), "-[a, 2]@3");
  }

  @Test
  void shouldEmitTheTimerUnitBeforeTheEventUnit() {
    script()
        .send(100, "a", 1)
        .send(105, "b", 2)
        .send(110, "c", 4)
        .shouldGive(
            sum().window("time", 10L).emits(OutputKind.ALL).maker(),
            "[a, 1]@100",
            "[b, 3]@105",
            "-[a, 2]@110",
            "[c, 6]@110");
  }

  @Test
  void shouldEmitOneRowAGroupWhenABatchIsFlushed() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "a", 4)
        .send(4, "b", 8)
        .shouldGive(sum().groupBy(A).window("lengthBatch", 4).maker(), "[a, 5]@3 [b, 10]@4");
  }

  // The bound on groups

  @Test
  void shouldRefuseRowsOfNewGroupsBeyondTheBound() {
    script()
        .limits(1, 2)
        .send(1, "a", 1)
        .send(2, "b", 2)
        .watermark(2)
        .send(3, "c", 4)
        .sendUnit(4, row("b", 8), row("c", 16), row("a", 32), row("b", 64))
        .shouldGive(
            sum().groupBy(A).maker(),
            "[a, 1]@1",
            "[b, 2]@2",
            "W=2",
            "rejected: there are 2 groups already; @app:limits(max.keys = '...') allows more",
            "rejected: there are 2 groups already; @app:limits(max.keys = '...') allows more",
            "[b, 74]@4 [a, 33]@4");
  }

  @Test
  void shouldRefuseRowsOfNewComputedGroupsBeyondTheBound() {
    PlanExpr doubled = new PlanExpr.Operation(PlanOperator.ADD, List.of(X, X), Type.INT);
    script()
        .limits(1, 1)
        .send(1, "a", 1)
        .watermark(1)
        .send(2, "b", 2)
        .send(3, "c", 1)
        .shouldGive(
            sum().groupBy(doubled).maker(),
            "[a, 1]@1",
            "W=1",
            "rejected: there are 1 groups already; @app:limits(max.keys = '...') allows more",
            "[c, 2]@3");
  }

  @Test
  void shouldNotBoundGroupsThatRowsLeave() {
    script()
        .limits(1, 1)
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "c", 4)
        .shouldGive(
            sum().groupBy(A).window("length", 1).maker(), "[a, 1]@1", "[b, 2]@2", "[c, 4]@3");
  }

  @Test
  void shouldNotBoundGroupsWithoutAggregates() {
    PlanNode.Aggregate node = keysOnly();
    script()
        .limits(1, 1)
        .send(1, "a", 1)
        .sendUnit(2, row("b", 2), row("a", 3), row("b", 4))
        .shouldGive(
            bench -> new AggregateOperator(node, bench.context(SCHEMA), bench.output(1)),
            "[a]@1",
            "[b]@2 [a]@2");
  }

  // Groups without rows

  @Test
  void shouldFreeManyGroupsThoughNoNewOnesCome() {
    PlanNode.Aggregate node = sum().groupBy(A).window("length", 1).node();
    AggregateOperator selector =
        new AggregateOperator(node, new FakeOperatorContext(SCHEMA), new NoOutput());
    ColumnBatch batch = new ColumnBatch(SCHEMA, 100_000);
    byte[] kinds = new byte[100_000];
    batch.kinds(kinds);
    for (int row = 0; row < 100_000; row++) {
      batch.column(0).setBoxed(row, "key" + row);
      batch.column(1).setBoxed(row, 1);
    }
    selector.process(0, batch, 0, 100_000);
    Arrays.fill(kinds, RowKind.EXPIRED);
    selector.process(0, batch, 1, 100_000);
    int groupCountBefore = selector.groupCount();

    for (int i = 0; i < 800_000; i++) {
      kinds[0] = i % 2 == 0 ? RowKind.EXPIRED : RowKind.CURRENT;
      selector.process(0, batch, 0, 1);
    }

    assertEquals(100_000, groupCountBefore);
    assertTrue(selector.groupCount() <= 1, "groupCount=" + selector.groupCount());
  }

  @Test
  void shouldKeepTheSumsOfGroupsWithRowsAmongManyWithout() {
    Random random = new Random(23L);
    OperatorScript script = script();
    Recomputation recomputation = new Recomputation(700, OutputKind.ALL);
    for (int unit = 0; unit < 9000; unit++) {
      // Few that come again, many that never do, and one without a name.
      String key = unit % 3 == 0 ? "g" + random.nextInt(50) : unit % 7 == 0 ? null : "once" + unit;
      Object[] row = row(key, unit % 11 == 0 ? null : random.nextInt(20));
      script.send(unit, row);
      recomputation.unit(unit, new Object[][] {row});
    }

    script.shouldGive(
        sum().groupBy(A).window("length", 700).emits(OutputKind.ALL).maker(),
        recomputation.lines.toArray(new String[0]));
  }

  @Test
  void shouldFreeGroupsOfBatchesWhoseRowsAreShownAsTheyLeave() {
    PlanNode.Aggregate node =
        sum().groupBy(A).window("lengthBatch", 1).emits(OutputKind.ALL).node();
    AggregateOperator selector =
        new AggregateOperator(node, new FakeOperatorContext(SCHEMA), new NoOutput());
    ColumnBatch batch = new ColumnBatch(SCHEMA, 3);
    batch.kinds(new byte[] {RowKind.EXPIRED, RowKind.RESET, RowKind.CURRENT});
    batch.units(new int[3]);

    for (int i = 0; i < 100_000; i++) {
      batch.column(0).setBoxed(0, "key" + (i - 1));
      batch.column(0).setBoxed(2, "key" + i);
      batch.column(1).setBoxed(0, 1);
      batch.column(1).setBoxed(2, 1);
      selector.process(0, batch, i == 0 ? 2 : 0, 3);
    }

    assertTrue(selector.groupCount() <= 1025, "groupCount=" + selector.groupCount());
  }

  @Test
  void shouldWriteOnlyGroupsWithRowsIntoASnapshot() {
    int[] stateBytes = new int[1];
    OperatorScript script = script();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      script.send(i, "g" + i, 1);
      expected.add("[g" + i + ", 1]@" + i);
    }

    script.shouldGive(
        bench -> new Measured(sum().groupBy(A).window("length", 2).create(bench), stateBytes),
        expected.toArray(new String[0]));

    assertTrue(stateBytes[0] > 0 && stateBytes[0] < 300, "stateBytes=" + stateBytes[0]);
  }

  private static PlanNode.Aggregate keysOnly() {
    return new PlanNode.Aggregate(
        2,
        "q/select",
        1,
        List.of(A),
        List.of(),
        List.of(A),
        null,
        OutputKind.CURRENT,
        new RowSchema(List.of(new Field("a", Type.STRING))));
  }

  /** Where no one looks at rows. */
  private static final class NoOutput implements Output {
    @Override
    public void emit(ColumnBatch batch, int lo, int hi) {}

    @Override
    public void watermark(long watermarkMillis) {}
  }

  // RESET

  @Test
  void shouldShowEachBatchByItself() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "a", 4)
        .send(4, "c", 8)
        .send(5, "c", 16)
        .send(6, "b", 32)
        .shouldGive(
            sum().groupBy(A).window("lengthBatch", 2).maker(),
            "[a, 1]@1 [b, 2]@2",
            "[a, 4]@3 [c, 8]@4",
            "[c, 16]@5 [b, 32]@6");
  }

  @Test
  void shouldCollapseAcrossAReset() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "b", 4)
        .send(4, "a", 8)
        .shouldGive(
            sum().groupBy(A).window("lengthBatch", 2).emits(OutputKind.ALL).maker(),
            "[a, 1]@1 [b, 2]@2",
            "[a, 8]@4 [b, 4]@3");
  }

  @Test
  void shouldEndEmptyWhenTheWindowHasNoLength() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .shouldGive(
            sum().window("length", 0).emits(OutputKind.ALL).maker(),
            "-[a, null]@1",
            "-[b, null]@2");
  }

  @Test
  void shouldShowNullWhenTheLastBatchExpires() {
    script()
        .send(100, "a", 1)
        .send(105, "b", 2)
        .send(110, "c", 4)
        .send(116, "d", 8)
        .advance(200)
        .shouldGive(
            sum().window("timeBatch", 10L).emits(OutputKind.ALL).maker(),
            "[b, 3]@105",
            "[d, 12]@116",
            "-[d, null]@130");
  }

  @Test
  void shouldCountUpInsideABatchWhenItIsStreamed() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "c", 4)
        .send(4, "d", 8)
        .send(5, "e", 16)
        .shouldGive(
            sum().window("lengthBatch", 2, true).maker(),
            "[a, 1]@1",
            "[b, 3]@2",
            "[c, 4]@3",
            "[d, 12]@4",
            "[e, 16]@5");
  }

  // HAVING, keys, failures

  @Test
  void shouldEmitTheLastRowThatSurvivesHaving() {
    script()
        .sendUnit(1, row("a", 1), row("b", 5), row("a", -4), row("c", 1))
        .shouldGive(sum().having(greater(SUM, 3)).maker(), "[b, 6]@1");
    script()
        .sendUnit(1, row("a", 1), row("b", 5), row("a", 4), row("c", 9), row("b", -3))
        .shouldGive(sum().groupBy(A).having(greater(SUM, 3)).maker(), "[b, 5]@1 [a, 5]@1 [c, 9]@1");
  }

  @Test
  void shouldTreatNullKeysAsOneGroup() {
    script()
        .send(1, null, 1)
        .send(2, "a", 2)
        .send(3, null, 4)
        .shouldGive(sum().groupBy(A).maker(), "[null, 1]@1", "[a, 2]@2", "[null, 5]@3");
  }

  @Test
  void shouldGroupByComputedKeysAcrossWindowsAndResets() {
    PlanExpr parity =
        new PlanExpr.Operation(
            PlanOperator.REMAINDER, List.of(X, new PlanExpr.Constant(2, Type.INT)), Type.INT);
    OperatorScript script =
        script()
            .send(1, "a", 1)
            .sendUnit(2, row("b", 2), row("c", 3), row("d", null), row("e", 4))
            .send(3, "f", 5);

    script.shouldGive(
        sum().groupBy(parity).maker(), "[a, 1]@1", "[e, 6]@2 [c, 4]@2 [d, null]@2", "[f, 9]@3");
    script.shouldGive(
        sum().groupBy(parity).window("lengthBatch", 3).maker(),
        "[c, 4]@2 [b, 2]@2",
        "[d, null]@2 [e, 4]@2 [f, 5]@3");
  }

  @Test
  void shouldLeaveOutRowsWhoseKeyFails() {
    OperatorScript script =
        script()
            .send(1, "a", 1)
            .send(2, "b", -1)
            .sendUnit(3, row("c", 1), row("d", -2), row("e", 2), row("f", null))
            .send(4, "g", 1);

    script.shouldGive(
        sum().groupBy(Aggregates.refuseNegative(X)).maker(),
        "[a, 1]@1",
        "[c, 2]@3 [e, 2]@3 [f, null]@3",
        "[g, 3]@4",
        "error@2",
        "error@3");
  }

  @Test
  void shouldAgreeWithRecomputationOverALengthWindow() {
    Random random = new Random(20_260_804L);
    for (OutputKind emits : OutputKind.values()) {
      OperatorScript script = script();
      Recomputation recomputation = new Recomputation(5, emits);
      for (int unit = 0; unit < 80; unit++) {
        Object[][] rows = new Object[1 + random.nextInt(random.nextInt(4) + 1)][];
        for (int i = 0; i < rows.length; i++) {
          rows[i] = row("g" + random.nextInt(4), random.nextInt(20));
        }
        script.sendUnit(unit, rows);
        recomputation.unit(unit, rows);
      }
      script.shouldGive(
          sum().groupBy(A).window("length", 5).emits(emits).maker(),
          recomputation.lines.toArray(new String[0]));
    }
  }

  @Test
  void shouldFreeGroupsWhenABatchEnds() {
    OperatorScript script = script();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      script.send(i, "g" + i, 1);
      if (i % 2 == 1) {
        expected.add("[g" + (i - 1) + ", 1]@" + (i - 1) + " [g" + i + ", 1]@" + i);
      }
    }
    int[] stateBytes = new int[1];
    script.shouldGive(
        bench -> new Measured(sum().groupBy(A).window("lengthBatch", 2).create(bench), stateBytes),
        expected.toArray(new String[0]));

    assertTrue(stateBytes[0] > 0 && stateBytes[0] < 300, "stateBytes=" + stateBytes[0]);
  }

  /** Remembers the size of the last snapshot. */
  private static final class Measured implements Operator {
    private final Operator operator;
    private final int[] stateBytes;

    Measured(Operator operator, int[] stateBytes) {
      this.operator = operator;
      this.stateBytes = stateBytes;
    }

    @Override
    public void process(int input, ColumnBatch batch, int lo, int hi) {
      operator.process(input, batch, lo, hi);
    }

    @Override
    public void onWatermark(int input, long watermarkMillis) {
      operator.onWatermark(input, watermarkMillis);
    }

    @Override
    public void snapshot(StateWriter writer) {
      int before = writer.size();
      operator.snapshot(writer);
      stateBytes[0] = writer.size() - before;
    }

    @Override
    public void restore(StateReader reader) {
      operator.restore(reader);
    }
  }

  /** The rule of 4.2 and 4.3 in its slowest form, for sum(x) by a over length(n). */
  private static final class Recomputation {
    private final int length;
    private final OutputKind emits;
    private final List<Object[]> held = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    Recomputation(int length, OutputKind emits) {
      this.length = length;
      this.emits = emits;
    }

    void unit(long time, Object[][] rows) {
      List<String> groups = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (Object[] values : rows) {
        if (held.size() == length) {
          Object[] left = held.remove(0);
          if (emits != OutputKind.CURRENT) {
            survive(groups, texts, left, "-", time);
          }
        }
        held.add(values);
        if (emits != OutputKind.EXPIRED) {
          survive(groups, texts, values, "", time);
        }
      }
      if (!texts.isEmpty()) {
        lines.add(String.join(" ", texts));
      }
    }

    private void survive(
        List<String> groups, List<String> texts, Object[] values, String sign, long time) {
      Long sum = null;
      for (Object[] other : held) {
        if (Objects.equals(other[0], values[0]) && other[1] != null) {
          sum = (sum == null ? 0 : sum) + (Integer) other[1];
        }
      }
      String text = sign + "[" + values[0] + ", " + sum + "]@" + time;
      int place = groups.indexOf((String) values[0]);
      if (place < 0) {
        groups.add((String) values[0]);
        texts.add(text);
      } else {
        texts.set(place, text);
      }
    }
  }

  private static OperatorScript script() {
    return new OperatorScript(SCHEMA);
  }

  private static PlanExpr greater(PlanExpr left, long right) {
    return new PlanExpr.Operation(
        PlanOperator.GREATER, List.of(left, new PlanExpr.Constant(right, Type.LONG)), Type.BOOL);
  }

  private static List<PlanExpr> constants(Object... values) {
    List<PlanExpr> constants = new ArrayList<>();
    for (Object value : values) {
      constants.add(new PlanExpr.Constant(value, Type.LONG));
    }
    return constants;
  }

  private static Selector sum() {
    return new Selector();
  }

  /** Builds {@code [#window] select a, sum(x) [group by] [having]}. */
  private static final class Selector {
    private final List<PlanExpr> keys = new ArrayList<>();
    private @Nullable PlanExpr having;
    private OutputKind emits = OutputKind.CURRENT;
    private PlanNode.@Nullable Window window;

    Selector groupBy(PlanExpr key) {
      keys.add(key);
      return this;
    }

    Selector having(PlanExpr condition) {
      having = condition;
      return this;
    }

    Selector emits(OutputKind kind) {
      emits = kind;
      return this;
    }

    Selector window(String name, Object... arguments) {
      window = new PlanNode.Window(1, "q/window", 0, name, constants(arguments), true, SCHEMA);
      return this;
    }

    Operator create(OperatorScript.Bench bench) {
      return maker().create(bench);
    }

    PlanNode.Aggregate node() {
      return new PlanNode.Aggregate(
          2,
          "q/select",
          1,
          keys,
          List.of(
              new AggregateCall(
                  Aggregates.function("sum", Type.INT), List.of(X), null, window != null)),
          List.of(A, SUM),
          having,
          emits,
          new RowSchema(List.of(new Field("a", Type.STRING), new Field("s", Type.LONG))));
    }

    Maker maker() {
      PlanNode.Aggregate node = node();
      PlanNode.Window windowNode = window;
      return bench -> {
        Operator selector = new AggregateOperator(node, bench.context(SCHEMA), bench.output(2));
        if (windowNode == null) {
          return selector;
        }
        for (WindowProvider provider : ServiceLoader.load(WindowProvider.class)) {
          if (provider.descriptor().name().equals(windowNode.window())) {
            return new Chain(
                provider.create(windowNode, bench.context(SCHEMA), bench.into(selector)), selector);
          }
        }
        throw new AssertionError("no window " + windowNode.window());
      };
    }
  }
}
