package io.eventflux.core.interpreter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How kernels treat ranges, selections, kinds, units and failing rows. Whoever makes kernels
 * inherits this class.
 */
public abstract class KernelBatchSemantics {
  private static final RowSchema NUMBERS = new RowSchema(List.of(new Field("x", Type.INT)));
  private static final RowSchema TOTALS =
      new RowSchema(List.of(new Field("x", Type.INT), new Field("total", Type.LONG)));
  private static final PlanExpr X = new PlanExpr.Input(0, 0, Type.INT);
  private static final PlanExpr TOTAL = new PlanExpr.AggregateResult(0, Type.LONG);
  private static final PlanExpr X_ABOVE_TWO =
      new PlanExpr.Operation(
          PlanOperator.GREATER, List.of(X, new PlanExpr.Constant(2, Type.INT)), Type.BOOL);
  private static final PlanExpr CHECKED_X = refuseNegative(X);

  private final List<String> failures = new ArrayList<>();
  private final RowErrors errors =
      (batch, row, cause) ->
          failures.add("x=" + batch.column(0).boxed(row) + ": " + cause.getMessage());

  /** The kernels under test. */
  protected abstract KernelFactory kernels();

  @Test
  void shouldFilterPositionsOfSelectionAndLetResetPass() {
    ColumnBatch in = numbers(9, 1, 5, 2, 7, null, 0);
    in.selection(new int[] {1, 2, 4, 5, 6});
    in.kinds(new byte[] {0, 0, RowKind.EXPIRED, 0, 0, 0, RowKind.RESET});
    int[] rows = new int[4];

    int count = kernels().filter(NUMBERS, X_ABOVE_TWO).filter(in, 1, 5, rows, errors);

    assertEquals(List.of(2, 4, 6), list(rows, count));
    assertEquals(List.of(), failures);
  }

  @Test
  void shouldFilterIntoTheSelectionItReads() {
    ColumnBatch in = numbers(9, 1, 5, 2, 7);
    int[] selection = {0, 1, 3, 4};
    in.selection(selection);

    int count = kernels().filter(NUMBERS, X_ABOVE_TWO).filter(in, 0, 4, selection, errors);

    assertEquals(List.of(0, 4), list(selection, count));
  }

  @Test
  void shouldLeaveOutAndReportRowsThatFail() {
    ColumnBatch in = numbers(1, -2, 3, -4, 5);
    ColumnBatch out = new ColumnBatch(NUMBERS, 5);
    int[] rows = new int[5];
    PlanExpr isNegativeOrAboveTwo =
        new PlanExpr.Operation(
            PlanOperator.GREATER,
            List.of(CHECKED_X, new PlanExpr.Constant(2, Type.INT)),
            Type.BOOL);

    int kept = kernels().filter(NUMBERS, isNegativeOrAboveTwo).filter(in, 0, 5, rows, errors);
    int written =
        kernels().project(NUMBERS, null, List.of(CHECKED_X)).project(in, 0, 5, out, errors);

    assertEquals(List.of(2, 4), list(rows, kept));
    assertEquals(List.of("1@1", "3@3", "5@5"), rows(out, written));
    assertEquals(
        List.of(
            "x=-2: negative: -2", "x=-4: negative: -4", "x=-2: negative: -2", "x=-4: negative: -4"),
        failures);
  }

  @Test
  void shouldProjectWithConditionAndKeepTimeKindAndUnit() {
    ColumnBatch in = numbers(1, 3, 4, null, 0, 6);
    in.kinds(new byte[] {0, 0, RowKind.EXPIRED, 0, RowKind.RESET, 0});
    in.units(new int[] {4, 4, 5, 5, 6, 6});
    ColumnBatch out = new ColumnBatch(NUMBERS, 6);
    out.kinds(new byte[6]);
    out.units(new int[6]);
    PlanExpr next =
        new PlanExpr.Operation(
            PlanOperator.ADD, List.of(X, new PlanExpr.Constant(1, Type.INT)), Type.INT);

    int count =
        kernels().project(NUMBERS, X_ABOVE_TWO, List.of(next)).project(in, 0, 6, out, errors);

    assertEquals(4, count);
    assertEquals(4, out.column(0).boxed(0));
    assertEquals(5, out.column(0).boxed(1));
    assertEquals(7, out.column(0).boxed(3));
    assertArrayEquals(new long[] {2, 3, 5, 6}, Arrays.copyOf(out.timestamps(), 4));
    assertArrayEquals(
        new byte[] {0, RowKind.EXPIRED, RowKind.RESET, 0}, Arrays.copyOf(out.kinds(), 4));
    assertArrayEquals(new int[] {4, 5, 6, 6}, Arrays.copyOf(out.units(), 4));
  }

  @Test
  void shouldUseRowIndexesAsUnitsWhenRowsAreAlone() {
    ColumnBatch in = numbers(1, 3, 4);
    ColumnBatch out = new ColumnBatch(NUMBERS, 3);
    out.kinds(new byte[] {9, 9, 9});
    out.units(new int[3]);

    int count = kernels().project(NUMBERS, X_ABOVE_TWO, List.of(X)).project(in, 0, 3, out, errors);

    assertEquals(List.of("3@2", "4@3"), rows(out, count));
    assertArrayEquals(new byte[] {0, 0, 9}, out.kinds());
    assertArrayEquals(new int[] {1, 2}, Arrays.copyOf(out.units(), 2));
  }

  @Test
  void shouldReadTheTimeOfTheRow() {
    RowSchema times = new RowSchema(List.of(new Field("t", Type.LONG)));
    ColumnBatch out = new ColumnBatch(times, 2);

    int count =
        kernels()
            .project(NUMBERS, null, List.of(new PlanExpr.RowTime(Type.LONG)))
            .project(numbers(7, 8, 9), 1, 3, out, errors);

    assertEquals(List.of("2@2", "3@3"), rows(out, count));
  }

  @Test
  void shouldTryCandidatesAgainstOneRow() {
    ColumnBatch left = numbers(100, 4);
    ColumnBatch right = numbers(1, 5, 3, null, 2, 9);
    PlanExpr leftIsGreater =
        new PlanExpr.Operation(
            PlanOperator.GREATER, List.of(X, new PlanExpr.Input(1, 0, Type.INT)), Type.BOOL);
    int[] hits = new int[6];

    int some =
        kernels()
            .pair(NUMBERS, NUMBERS, leftIsGreater)
            .filter(left, 1, right, new int[] {0, 5, 4, 3, 2}, 1, 5, hits, errors);
    List<Integer> fromCandidates = list(hits, some);
    int all =
        kernels()
            .pair(NUMBERS, NUMBERS, leftIsGreater)
            .filter(left, 1, right, null, 1, 6, hits, errors);

    assertEquals(List.of(4, 2), fromCandidates);
    assertEquals(List.of(2, 4), list(hits, all));
  }

  @Test
  void shouldReportFailedPairsAsTheLeftRow() {
    PlanExpr condition =
        new PlanExpr.Operation(
            PlanOperator.GREATER,
            List.of(X, refuseNegative(new PlanExpr.Input(1, 0, Type.INT))),
            Type.BOOL);
    int[] hits = new int[3];

    int count =
        kernels()
            .pair(NUMBERS, NUMBERS, condition)
            .filter(numbers(7), 0, numbers(1, -1, 2), null, 0, 3, hits, errors);

    assertEquals(List.of(0, 2), list(hits, count));
    assertEquals(List.of("x=7: negative: -1"), failures);
  }

  @Test
  void shouldChangeAggregatesByKindAndEmitByMask() {
    ColumnBatch in = numbers(5, 7, 5, null, 0, 2);
    in.kinds(new byte[] {0, 0, RowKind.EXPIRED, 0, RowKind.RESET, 0});
    ColumnBatch out = new ColumnBatch(TOTALS, 6);
    out.kinds(new byte[6]);
    AggregateKernel kernel = sums(null, null, 1);

    int both = kernel.apply(in, 0, 6, null, 0b11, out, null, errors);

    assertEquals(List.of("5 5@1", "7 12@2", "5 7@3", "null 7@4", "2 2@6"), rows(out, both));
    assertArrayEquals(new byte[] {0, 0, RowKind.EXPIRED, 0, 0}, Arrays.copyOf(out.kinds(), 5));

    int expired = kernel.apply(in, 0, 3, null, 0b10, out, null, errors);

    assertEquals(List.of("5 9@3"), rows(out, expired));
  }

  @Test
  void shouldKeepOneAggregatePerSlotAndClearAllOnReset() {
    ColumnBatch in = numbers(1, 2, 4, 0, 8, 16);
    in.kinds(new byte[] {0, 0, 0, RowKind.RESET, 0, 0});
    ColumnBatch out = new ColumnBatch(TOTALS, 6);
    int[] outSlots = new int[6];

    int count =
        sums(null, null, 2)
            .apply(in, 0, 6, new int[] {1, 0, 1, 2, 0, 1}, 0b01, out, outSlots, errors);

    assertEquals(List.of("1 1@1", "2 2@2", "4 5@3", "8 8@5", "16 16@6"), rows(out, count));
    assertEquals(List.of(1, 0, 1, 0, 1), list(outSlots, count));
  }

  @Test
  void shouldCountOnlyRowsThatFulfilTheFilterOfTheAggregate() {
    ColumnBatch in = numbers(1, 5, 7, 1, 5);
    in.kinds(new byte[] {0, 0, 0, RowKind.EXPIRED, RowKind.EXPIRED});
    ColumnBatch out = new ColumnBatch(TOTALS, 5);

    int count = sums(X_ABOVE_TWO, null, 1).apply(in, 0, 5, null, 0b11, out, null, errors);

    assertEquals(List.of("1 null@1", "5 5@2", "7 12@3", "1 12@4", "5 7@5"), rows(out, count));
  }

  @Test
  void shouldDropRowsThatFailHavingButKeepTheirEffect() {
    PlanExpr totalAboveFive =
        new PlanExpr.Operation(
            PlanOperator.GREATER, List.of(TOTAL, new PlanExpr.Constant(5L, Type.LONG)), Type.BOOL);
    ColumnBatch out = new ColumnBatch(TOTALS, 3);

    int count =
        sums(null, totalAboveFive, 1).apply(numbers(2, 3, 4), 0, 3, null, 0b01, out, null, errors);

    assertEquals(List.of("4 9@3"), rows(out, count));
  }

  @Test
  void shouldLeaveAggregatesAloneWhenAnArgumentFails() {
    AggregateCall checked = new AggregateCall(SampleSum.FUNCTION, List.of(CHECKED_X), null, false);
    AggregateCall plain = new AggregateCall(SampleSum.FUNCTION, List.of(X), null, false);
    Aggregator first = new SampleSum();
    Aggregator second = new SampleSum();
    first.ensureSlots(1);
    second.ensureSlots(1);
    RowSchema schema = new RowSchema(List.of(new Field("a", Type.LONG), new Field("b", Type.LONG)));
    ColumnBatch out = new ColumnBatch(schema, 3);

    int count =
        kernels()
            .aggregate(
                NUMBERS,
                List.of(plain, checked),
                List.of(TOTAL, new PlanExpr.AggregateResult(1, Type.LONG)),
                null,
                List.of(first, second))
            .apply(numbers(1, -2, 4), 0, 3, null, 0b01, out, null, errors);

    assertEquals(List.of("1 1@1", "5 5@3"), rows(out, count));
    assertEquals(List.of("x=-2: negative: -2"), failures);
  }

  @Test
  void shouldEmitOneRowPerGroupOfAPane() {
    RowSchema keySchema = new RowSchema(List.of(new Field("k", Type.INT)));
    RowSchema schema =
        new RowSchema(
            List.of(
                new Field("k", Type.INT),
                new Field("from", Type.LONG),
                new Field("to", Type.LONG),
                new Field("total", Type.LONG)));
    SampleSum sum = new SampleSum();
    sum.ensureSlots(3);
    PlanExpr having =
        new PlanExpr.Operation(
            PlanOperator.LESS, List.of(TOTAL, new PlanExpr.Constant(20L, Type.LONG)), Type.BOOL);
    PaneKernel kernel =
        kernels()
            .pane(
                NUMBERS,
                keySchema,
                List.of(new AggregateCall(SampleSum.FUNCTION, List.of(CHECKED_X), null, false)),
                List.of(
                    X,
                    new PlanExpr.WindowBound(false, Type.LONG),
                    new PlanExpr.WindowBound(true, Type.LONG),
                    TOTAL),
                having,
                List.of(sum));
    Column[] keys = {new IntColumn(3)};
    keys[0].setBoxed(0, 70);
    keys[0].setBoxed(1, 71);
    keys[0].setBoxed(2, null);
    ColumnBatch in = numbers(99, 1, 2, 4, -1, 30);
    ColumnBatch out = new ColumnBatch(schema, 3);

    kernel.accumulate(in, 1, 6, new int[] {0, 2, 0, 0, 1}, errors);
    List<String> all = rows(out, kernel.emit(keys, 0, 3, 1_000, 2_000, out, errors));
    List<String> last = rows(out, kernel.emit(keys, 2, 3, 1_000, 2_000, out, errors));

    assertEquals(List.of("70 1000 2000 5@0", "null 1000 2000 2@0"), all);
    assertEquals(List.of("null 1000 2000 2@0"), last);
    assertEquals(List.of("x=-1: negative: -1"), failures);
  }

  private AggregateKernel sums(
      @Nullable PlanExpr filter, @Nullable PlanExpr having, int slotCount) {
    SampleSum sum = new SampleSum();
    sum.ensureSlots(slotCount);
    return kernels()
        .aggregate(
            NUMBERS,
            List.of(new AggregateCall(SampleSum.FUNCTION, List.of(X), filter, true)),
            List.of(X, TOTAL),
            having,
            List.of(sum));
  }

  /** One row per value, at times 1, 2, 3, ... */
  private static ColumnBatch numbers(@Nullable Integer... values) {
    ColumnBatch batch = new ColumnBatch(NUMBERS, values.length);
    for (int i = 0; i < values.length; i++) {
      batch.column(0).setBoxed(i, values[i]);
      batch.timestamps()[i] = i + 1L;
    }
    return batch;
  }

  private static PlanExpr refuseNegative(PlanExpr argument) {
    try {
      return new PlanExpr.FunctionCall(
          new FunctionBinding(
              "refuseNegative",
              SampleFunctions.class.getMethod("refuseNegative", int.class),
              List.of(Type.INT),
              Type.INT,
              true,
              true),
          List.of(argument),
          Type.INT);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> list(int[] values, int count) {
    return Arrays.stream(values, 0, count).boxed().toList();
  }

  private static List<String> rows(ColumnBatch batch, int count) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<String> values = new ArrayList<>();
      for (Column column : batch.columns()) {
        values.add(String.valueOf(column.boxed(row)));
      }
      rows.add(String.join(" ", values) + "@" + batch.timestamps()[row]);
    }
    return rows;
  }
}
