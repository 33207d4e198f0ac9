package io.eventflux.core.operator.select;

import static io.eventflux.core.operator.OperatorScript.row;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.OperatorScript;
import io.eventflux.core.operator.OperatorScript.Chain;
import io.eventflux.core.operator.OperatorScript.Maker;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanNode.SortKey;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectTest {
  private static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("a", Type.STRING), new Field("x", Type.INT), new Field("d", Type.DOUBLE)));
  private static final PlanExpr A = new PlanExpr.Input(0, 0, Type.STRING);
  private static final PlanExpr X = new PlanExpr.Input(0, 1, Type.INT);
  private static final PlanExpr X_POSITIVE =
      new PlanExpr.Operation(
          PlanOperator.GREATER, List.of(X, new PlanExpr.Constant(0, Type.INT)), Type.BOOL);
  private static final byte[] EXPIRED_RESET_CURRENT = {
    RowKind.EXPIRED, RowKind.RESET, RowKind.CURRENT
  };

  @Test
  void shouldKeepRowsForWhichTheConditionIsTrueAndUnits() {
    script()
        .send(1, "a", 1, 0.5)
        .send(2, "b", 0, 0.5)
        .send(3, "c", null, 0.5)
        .sendUnit(4, row("d", -1, 1.0), row("e", 2, 1.0), row("f", 3, 1.0))
        .sendKinds(
            5, EXPIRED_RESET_CURRENT, row("g", 7, 1.0), row(null, null, null), row("h", 0, 1.0))
        .shouldGive(
            filter(), "[a, 1, 0.5]@1", "[e, 2, 1.0]@4 [f, 3, 1.0]@4", "-[g, 7, 1.0]@5 RESET@5");
  }

  @Test
  void shouldProjectTheKindsThatTheQueryEmits() {
    OperatorScript script =
        script()
            .send(1, "a", 1, null)
            .sendKinds(
                5, EXPIRED_RESET_CURRENT, row("g", 7, 1.0), row(null, null, null), row("h", 8, 1.0))
            .send(6, "i", -1, 0.0)
            .sendUnit(7, row("j", 1, 0.0), row(null, 2, 0.0));

    script.shouldGive(project(OutputKind.CURRENT), "[1, a]@1", "[8, h]@5", "[1, j]@7 [2, null]@7");
    script.shouldGive(project(OutputKind.EXPIRED), "-[7, g]@5");
    script.shouldGive(
        project(OutputKind.ALL), "[1, a]@1", "-[7, g]@5 [8, h]@5", "[1, j]@7 [2, null]@7");
  }

  @Test
  void shouldShowAttributesOfTheKindsThatTheQueryEmits() {
    OperatorScript script =
        script()
            .send(1, "a", 1, null)
            .sendKinds(
                5, EXPIRED_RESET_CURRENT, row("g", 7, 1.0), row(null, null, null), row("h", 8, 1.0))
            .sendUnit(7, row("j", 1, 0.0), row(null, 2, 0.0));

    script.shouldGive(show(OutputKind.CURRENT), "[1, a]@1", "[8, h]@5", "[1, j]@7 [2, null]@7");
    script.shouldGive(show(OutputKind.EXPIRED), "-[7, g]@5");
    script.shouldGive(
        show(OutputKind.ALL), "[1, a]@1", "-[7, g]@5 [8, h]@5", "[1, j]@7 [2, null]@7");
  }

  @Test
  void shouldProjectASelectionWhenAFilterStandsInFront() {
    script()
        .send(1, "a", 1, null)
        .send(2, "b", -1, null)
        .send(3, "c", 3, null)
        .shouldGive(
            bench -> {
              ProjectOperator project =
                  new ProjectOperator(
                      projectNode(OutputKind.CURRENT), bench.context(SCHEMA), bench.output(2));
              return new Chain(
                  new FilterOperator(
                      new PlanNode.Filter(1, "q/filter", 0, X_POSITIVE, SCHEMA),
                      bench.context(SCHEMA),
                      bench.into(project)),
                  project);
            },
            "[1, a]@1",
            "[3, c]@3");
  }

  @Test
  void shouldSortInsideUnitsThenDropAndKeep() {
    OperatorScript script =
        script()
            .send(1, "z", 9, 0.0)
            .sendUnit(
                2,
                row("b", 2, 1.0),
                row("a", 2, 2.0),
                row(null, 5, 3.0),
                row("c", 1, Double.NaN),
                row("a", 3, 5.0))
            .send(3, "y", 8, 0.0);

    script.shouldGive(
        order(0, -1, new SortKey(0, false, false)),
        "[z]@1",
        "[a]@2 [a]@2 [b]@2 [c]@2 [null]@2",
        "[y]@3");
    script.shouldGive(
        order(3, 0, -1, new SortKey(0, true, true), new SortKey(1, true, false)),
        "[z, 9, 0.0]@1",
        "[null, 5, 3.0]@2 [c, 1, NaN]@2 [b, 2, 1.0]@2 [a, 3, 5.0]@2 [a, 2, 2.0]@2",
        "[y, 8, 0.0]@3");
    script.shouldGive(order(1, 2, new SortKey(1, false, false)), "[b]@2 [a]@2");
    script.shouldGive(order(0, 2, new SortKey(2, true, false)), "[z]@1", "[c]@2 [a]@2", "[y]@3");
    script.shouldGive(order(0, 0));
    script.shouldGive(order(4, 9), "[a]@2");
  }

  @Test
  void shouldAgreeWithAStableSortForAnyUnit() {
    Random random = new Random(20_260_803L);
    OperatorScript script = script();
    List<String> expected = new ArrayList<>();
    for (int unit = 0; unit < 60; unit++) {
      List<Object[]> rows = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(40); i++) {
        rows.add(row("r" + i, random.nextInt(6), random.nextInt(3) / 2.0));
      }
      script.sendUnit(unit, rows.toArray(new Object[0][]));
      Comparator<Object[]> byX = Comparator.comparing(values -> (Integer) values[1]);
      rows.sort(
          Collections.reverseOrder(byX)
              .thenComparing(Comparator.comparing((Object[] values) -> (Double) values[2])));
      List<String> line = new ArrayList<>();
      for (Object[] values : rows.subList(0, Math.min(7, rows.size()))) {
        line.add("[" + values[0] + "]@" + unit);
      }
      expected.add(String.join(" ", line));
    }

    script.shouldGive(
        order(0, 7, new SortKey(1, true, false), new SortKey(2, false, false)),
        expected.toArray(new String[0]));
  }

  private static OperatorScript script() {
    return new OperatorScript(SCHEMA);
  }

  private static Maker filter() {
    return bench ->
        new FilterOperator(
            new PlanNode.Filter(1, "q/filter", 0, X_POSITIVE, SCHEMA),
            bench.context(SCHEMA),
            bench.output(3));
  }

  private static PlanNode.Project projectNode(OutputKind emits) {
    return projectNode(emits, X_POSITIVE);
  }

  private static PlanNode.Project projectNode(OutputKind emits, @Nullable PlanExpr condition) {
    return new PlanNode.Project(
        1,
        "q/select",
        0,
        condition,
        List.of(X, A),
        emits,
        new RowSchema(List.of(new Field("x", Type.INT), new Field("a", Type.STRING))));
  }

  private static Maker project(OutputKind emits) {
    return bench -> new ProjectOperator(projectNode(emits), bench.context(SCHEMA), bench.output(2));
  }

  private static Maker show(OutputKind emits) {
    return bench ->
        new ProjectOperator(projectNode(emits, null), bench.context(SCHEMA), bench.output(2));
  }

  private static Maker order(long offset, long limit, SortKey... sortKeys) {
    return order(1, offset, limit, sortKeys);
  }

  private static Maker order(int columnCount, long offset, long limit, SortKey... sortKeys) {
    PlanNode.OrderLimit node =
        new PlanNode.OrderLimit(
            1,
            "q/order",
            0,
            List.of(sortKeys),
            offset,
            limit,
            new RowSchema(SCHEMA.fields().subList(0, columnCount)));
    return bench -> new OrderLimitOperator(node, bench.context(SCHEMA), bench.output(columnCount));
  }
}
