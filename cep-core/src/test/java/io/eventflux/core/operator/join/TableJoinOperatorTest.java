package io.eventflux.core.operator.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.interpreter.SampleFunctions;
import io.eventflux.core.operator.FakeOperatorContext;
import io.eventflux.core.operator.RecordingOutput;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.state.Table;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Orders (id, sku, qty) joined with prices (sku, eur). The rows of {@link #ORDERS} stand in units
 * of one, of two and of one.
 */
final class TableJoinOperatorTest {
  private static final RowSchema ORDER =
      new RowSchema(
          List.of(
              new Field("id", Type.INT),
              new Field("sku", Type.STRING),
              new Field("qty", Type.INT)));
  private static final RowSchema PRICE =
      new RowSchema(List.of(new Field("sku", Type.STRING), new Field("eur", Type.INT)));
  private static final RowSchema JOINED =
      new RowSchema(
          IntStream.range(0, 5)
              .mapToObj(i -> i < 3 ? ORDER.field(i) : PRICE.field(i - 3))
              .toList());

  private static final PlanExpr ORDER_SKU = new PlanExpr.Input(0, 1, Type.STRING);
  private static final PlanExpr SAME_SKU =
      operation(PlanOperator.EQUAL, ORDER_SKU, new PlanExpr.Input(1, 0, Type.STRING));
  private static final PlanExpr MORE_THAN_PRICE =
      operation(
          PlanOperator.GREATER,
          new PlanExpr.Input(0, 2, Type.INT),
          new PlanExpr.Input(1, 1, Type.INT));

  private static final List<List<@Nullable Object>> ORDERS =
      List.of(row(1, "ax", 5), row(2, "saw", 50), row(3, "ax", 70), row(4, null, 99));
  private static final int[] UNITS = {3, 4, 4, 7};

  private final RecordingOutput output = new RecordingOutput();
  private final FakeOperatorContext context = new FakeOperatorContext(ORDER);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void shouldProbeThePrimaryKey(int unitsPerRange) {
    run(join(keyed(), false, List.of(ORDER_SKU), null, false), unitsPerRange);

    assertEquals(
        List.of("[1, ax, 5, ax, 10]@1", "[2, saw, 50, saw, 60]@2", "[3, ax, 70, ax, 10]@3"),
        output.units());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void shouldPadRowsWithoutMatchInOuterJoins(int unitsPerRange) {
    run(join(keyed(), true, List.of(ORDER_SKU), MORE_THAN_PRICE, false), unitsPerRange);

    assertEquals(
        List.of(
            "[1, ax, 5, null, null]@1",
            "[2, saw, 50, null, null]@2",
            "[3, ax, 70, ax, 10]@3",
            "[4, null, 99, null, null]@4"),
        output.units());
  }

  @Test
  void shouldDropRowsThatFailTheRestOfTheConditionInInnerJoins() {
    run(join(keyed(), false, List.of(ORDER_SKU), MORE_THAN_PRICE, false), 100);

    assertEquals(List.of("[3, ax, 70, ax, 10]@3"), output.units());
  }

  @Test
  void shouldNotFindTheRowWhoseKeyIsNull() {
    Table prices = keyed();
    insert(prices, null, 1);

    run(join(prices, false, List.of(ORDER_SKU), null, false), 100);

    assertEquals(
        List.of("[1, ax, 5, ax, 10]@1", "[2, saw, 50, saw, 60]@2", "[3, ax, 70, ax, 10]@3"),
        output.units());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void shouldScanTheTableInItsOrder(int unitsPerRange) {
    Table prices = unkeyed();
    insert(prices, "ax", 11);
    insert(prices, null, 12);

    run(join(prices, true, List.of(), SAME_SKU, false), unitsPerRange);

    assertEquals(
        List.of(
            "[1, ax, 5, ax, 10]@1 [1, ax, 5, ax, 11]@1",
            "[2, saw, 50, saw, 60]@2",
            "[3, ax, 70, ax, 10]@3 [3, ax, 70, ax, 11]@3",
            "[4, null, 99, null, null]@4"),
        output.units());
  }

  @Test
  void shouldCrossJoinWithoutCondition() {
    run(join(unkeyed(), false, List.of(), null, false), 100);

    assertEquals(
        List.of(
            "[1, ax, 5, ax, 10]@1 [1, ax, 5, saw, 60]@1",
            "[2, saw, 50, ax, 10]@2 [2, saw, 50, saw, 60]@2",
            "[3, ax, 70, ax, 10]@3 [3, ax, 70, saw, 60]@3",
            "[4, null, 99, ax, 10]@4 [4, null, 99, saw, 60]@4"),
        output.units());
  }

  @Test
  void shouldGiveNothingOrNullsWhenTheTableIsEmpty() {
    Table empty = new Table(PRICE, List.of(0), List.of(), List.of());

    run(join(empty, false, List.of(), null, false), 100);
    run(join(empty, true, List.of(ORDER_SKU), null, false), 100);

    assertEquals(
        List.of(
            "[1, ax, 5, null, null]@1",
            "[2, saw, 50, null, null]@2",
            "[3, ax, 70, null, null]@3",
            "[4, null, 99, null, null]@4"),
        output.units());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void shouldRepeatTheMatchesOfARowAsExpired(int unitsPerRange) {
    context.clock(1000);

    run(join(keyed(), true, List.of(ORDER_SKU), null, true), unitsPerRange);

    assertEquals(
        List.of(
            "[1, ax, 5, ax, 10]@1 [1, ax, 5, ax, 10]@1000 expired",
            "[2, saw, 50, saw, 60]@2 [2, saw, 50, saw, 60]@1000 expired",
            "[3, ax, 70, ax, 10]@3 [3, ax, 70, ax, 10]@1000 expired",
            "[4, null, 99, null, null]@4 [4, null, 99, null, null]@1000 expired"),
        output.units());
  }

  @Test
  void shouldLeaveOutAndReportRowsWhoseKeyCannotBeComputed() throws NoSuchMethodException {
    PlanExpr checkedQty =
        new PlanExpr.FunctionCall(
            new FunctionBinding(
                "refuseNegative",
                SampleFunctions.class.getMethod("refuseNegative", int.class),
                List.of(Type.INT),
                Type.INT,
                true,
                true),
            List.of(new PlanExpr.Input(0, 2, Type.INT)),
            Type.INT);
    Table byPrice = new Table(PRICE, List.of(1), List.of(), List.of());
    insert(byPrice, "five", 5);
    insert(byPrice, "seven", 7);
    TableJoinOperator operator = join(byPrice, true, List.of(checkedQty), null, false);
    ColumnBatch batch =
        batch(List.of(row(1, "a", 5), row(2, "b", -5), row(3, "c", 7), row(4, "d", 8)));
    batch.selection(new int[] {3, 2, 1, 0});

    operator.process(0, batch, 0, 4);

    assertEquals(
        List.of("[4, d, 8, null, null]@4", "[3, c, 7, seven, 7]@3", "[1, a, 5, five, 5]@1"),
        output.units());
    assertEquals(List.of("[2, b, -5] failed: negative: -5"), context.reports());
  }

  @Test
  void shouldJoinMoreRowsThanFitABlock() {
    Table prices = keyed();
    List<List<@Nullable Object>> orders = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 3000; i++) {
      orders.add(row(i, "ax", i));
      expected.add("[" + i + ", ax, " + i + ", ax, 10]@" + i);
    }

    join(prices, false, List.of(ORDER_SKU), null, false).process(0, batch(orders), 0, 3000);

    assertEquals(expected, output.units());
  }

  @Test
  void shouldPassOnTheWatermark() {
    join(keyed(), false, List.of(ORDER_SKU), null, false).onWatermark(0, 70);

    assertEquals(List.of("watermark 70"), output.units());
  }

  private TableJoinOperator join(
      Table prices,
      boolean outer,
      List<PlanExpr> keyProbe,
      @Nullable PlanExpr condition,
      boolean expiredNeeded) {
    return new TableJoinOperator(
        new PlanNode.TableJoin(
            1, "query/join", 0, "Price", outer, keyProbe, condition, expiredNeeded, JOINED),
        context.with("Price", prices),
        output);
  }

  private static Table keyed() {
    return filled(new Table(PRICE, List.of(0), List.of(), List.of()));
  }

  private static Table unkeyed() {
    return filled(new Table(PRICE, List.of(), List.of(), List.of()));
  }

  private static Table filled(Table prices) {
    insert(prices, "ax", 10);
    insert(prices, "saw", 60);
    return prices;
  }

  private static void insert(Table prices, @Nullable String sku, int eur) {
    ColumnBatch batch = new ColumnBatch(PRICE, 1);
    batch.column(0).setBoxed(0, sku);
    batch.column(1).setBoxed(0, eur);
    assertEquals(Table.Insertion.INSERTED, prices.insert(batch, 0));
  }

  private static PlanExpr operation(PlanOperator operator, PlanExpr a, PlanExpr b) {
    return new PlanExpr.Operation(operator, List.of(a, b), Type.BOOL);
  }

  private static List<@Nullable Object> row(int id, @Nullable String sku, int qty) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(id);
    row.add(sku);
    row.add(qty);
    return row;
  }

  /** The time of a row is the id of the order. */
  private static ColumnBatch batch(List<List<@Nullable Object>> orders) {
    ColumnBatch batch = new ColumnBatch(ORDER, orders.size());
    for (int row = 0; row < orders.size(); row++) {
      for (int column = 0; column < 3; column++) {
        batch.column(column).setBoxed(row, orders.get(row).get(column));
      }
      batch.timestamps()[row] = row + 1L;
    }
    return batch;
  }

  private static void run(TableJoinOperator operator, int unitsPerRange) {
    ColumnBatch batch = batch(ORDERS);
    batch.units(UNITS);
    int lo = 0;
    while (lo < ORDERS.size()) {
      int hi = lo;
      for (int units = 0; units < unitsPerRange && hi < ORDERS.size(); units++) {
        int unit = UNITS[hi];
        while (hi < ORDERS.size() && UNITS[hi] == unit) {
          hi++;
        }
      }
      operator.process(0, batch, lo, hi);
      lo = hi;
    }
  }
}
