package io.eventflux.compiler.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.interpreter.SampleSum;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.kernel.TableTest;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ConnectedKernels;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated kernels against the interpreter on random expressions and rows. Catches what the tables
 * of {@code KernelSemantics} do not think of: combinations. A failure names its seed and the
 * smallest part of the expression for which the two differ; {@code -Deventflux.seed=N} runs one
 * seed, {@code -Deventflux.seeds=N} that many.
 */
final class KernelDifferentialTest {
  private static final int ROW_COUNT = 48;
  private static final int DEPTH = 5;
  private static final RowSchema SCHEMA = RandomExpressions.schema();

  private static final long NOW_MILLIS = 1_700_000_000_123L;
  private static final long WATERMARK_MILLIS = 1_700_000_000_123L;

  private final KernelFactory generated =
      new ConnectedKernels(
          new GeneratedKernels(),
          () -> NOW_MILLIS,
          () -> WATERMARK_MILLIS,
          KernelDifferentialTest::noTable);
  private final KernelFactory interpreted =
      new ConnectedKernels(
          new InterpretedKernels(),
          () -> NOW_MILLIS,
          () -> WATERMARK_MILLIS,
          KernelDifferentialTest::noTable);

  static LongStream seeds() {
    Long seed = Long.getLong("eventflux.seed");
    return seed == null
        ? LongStream.range(0, Long.getLong("eventflux.seeds", 60))
        : LongStream.of(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldProjectAsInterpreted(long seed) {
    RandomExpressions random = new RandomExpressions(seed, 1, List.of(), false);
    ColumnBatch in = random.rows(ROW_COUNT);
    select(random, in);
    for (int i = 0; i < 4; i++) {
      PlanExpr expression = random.expression(random.type(), DEPTH);
      if (!projected(generated, null, expression, in)
          .equals(projected(interpreted, null, expression, in))) {
        PlanExpr smallest = smallestDifference(expression, in);
        assertEquals(
            projected(interpreted, null, smallest, in),
            projected(generated, null, smallest, in),
            "seed " + seed + ": " + smallest);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldFilterAndFailAsInterpreted(long seed) {
    RandomExpressions random = new RandomExpressions(seed + 1_000, 1, List.of(), true);
    ColumnBatch in = random.rows(ROW_COUNT);
    select(random, in);
    PlanExpr condition = random.expression(Type.BOOL, DEPTH);
    PlanExpr value = random.expression(Type.INT, DEPTH);

    assertEquals(
        filtered(interpreted, condition, in),
        filtered(generated, condition, in),
        () -> "seed " + seed + ": " + condition);
    assertEquals(
        projected(interpreted, condition, value, in),
        projected(generated, condition, value, in),
        () -> "seed " + seed + ": " + condition + " / " + value);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldPairAsInterpreted(long seed) {
    RandomExpressions random = new RandomExpressions(seed + 2_000, 2, List.of(), true);
    ColumnBatch left = random.rows(4);
    ColumnBatch right = random.rows(ROW_COUNT);
    PlanExpr condition = random.expression(Type.BOOL, DEPTH);

    assertEquals(
        paired(interpreted, condition, left, right),
        paired(generated, condition, left, right),
        () -> "seed " + seed + ": " + condition);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldAggregateAsInterpreted(long seed) {
    RandomExpressions random =
        new RandomExpressions(seed + 3_000, 1, List.of(Type.LONG), seed % 2 == 0);
    ColumnBatch in = random.rows(ROW_COUNT);
    select(random, in);
    byte[] kinds = new byte[ROW_COUNT];
    in.kinds(kinds);
    int[] slots = new int[ROW_COUNT];
    for (int row = 0; row < ROW_COUNT; row++) {
      kinds[row] = (byte) (random.number(10) == 0 ? 2 : random.number(2));
    }
    for (int position = 0; position < ROW_COUNT; position++) {
      slots[position] = random.number(3);
    }
    List<AggregateCall> calls = calls(random, true);
    List<PlanExpr> expressions =
        List.of(random.expression(random.type(), DEPTH), random.expression(Type.LONG, DEPTH));
    PlanExpr having = random.number(2) == 0 ? null : random.expression(Type.BOOL, 3);

    assertEquals(
        aggregated(interpreted, calls, expressions, having, in, slots),
        aggregated(generated, calls, expressions, having, in, slots),
        () -> "seed " + seed + ": " + calls + " / " + expressions + " / " + having);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldFillPanesAsInterpreted(long seed) {
    RandomExpressions rows = new RandomExpressions(seed + 4_000, 1, List.of(), true);
    RandomExpressions groups = new RandomExpressions(seed + 5_000, 1, List.of(Type.LONG), false);
    ColumnBatch in = rows.rows(ROW_COUNT);
    ColumnBatch keys = groups.rows(3);
    int[] slots = new int[ROW_COUNT];
    for (int position = 0; position < ROW_COUNT; position++) {
      slots[position] = rows.number(3);
    }
    List<AggregateCall> calls = calls(rows, false);
    List<PlanExpr> expressions =
        List.of(
            withoutRowTime(groups),
            withoutRowTime(groups),
            new PlanExpr.WindowBound(true, Type.LONG));

    assertEquals(
        paned(interpreted, calls, expressions, in, keys, slots),
        paned(generated, calls, expressions, in, keys, slots),
        () -> "seed " + seed + ": " + calls + " / " + expressions);
  }

  private static PlanExpr withoutRowTime(RandomExpressions random) {
    PlanExpr expression = random.expression(random.type(), DEPTH);
    while (ExpressionTree.anyMatch(expression, part -> part instanceof PlanExpr.RowTime)) {
      expression = random.expression(random.type(), DEPTH);
    }
    return expression;
  }

  private static List<AggregateCall> calls(RandomExpressions random, boolean retractable) {
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      calls.add(
          new AggregateCall(
              SampleSum.FUNCTION,
              List.of(withoutAggregates(random, Type.INT)),
              random.number(2) == 0 ? null : withoutAggregates(random, Type.BOOL),
              retractable));
    }
    return calls;
  }

  private static PlanExpr withoutAggregates(RandomExpressions random, Type type) {
    PlanExpr expression = random.expression(type, 3);
    while (ExpressionTree.anyMatch(expression, part -> part instanceof PlanExpr.AggregateResult)) {
      expression = random.expression(type, 3);
    }
    return expression;
  }

  /** Sometimes only some rows count. */
  private static void select(RandomExpressions random, ColumnBatch batch) {
    if (random.number(2) == 0) {
      int[] selection = new int[ROW_COUNT];
      for (int i = 0; i < ROW_COUNT; i++) {
        selection[i] = i;
      }
      batch.selection(selection);
    }
  }

  /** The smallest part for which the two differ on the same rows. */
  private PlanExpr smallestDifference(PlanExpr expression, ColumnBatch in) {
    for (PlanExpr part : ExpressionTree.children(expression)) {
      if (!projected(generated, null, part, in).equals(projected(interpreted, null, part, in))) {
        return smallestDifference(part, in);
      }
    }
    return expression;
  }

  private static String projected(
      KernelFactory kernels, @Nullable PlanExpr condition, PlanExpr expression, ColumnBatch in) {
    RowSchema schema = new RowSchema(List.of(new Field("v", expression.type())));
    ColumnBatch out = new ColumnBatch(schema, ROW_COUNT);
    List<String> failures = new ArrayList<>();
    int count =
        kernels
            .project(SCHEMA, condition, List.of(expression))
            .project(in, 0, ROW_COUNT, out, errors(failures));
    return rows(out, count) + failures;
  }

  private static String filtered(KernelFactory kernels, PlanExpr condition, ColumnBatch in) {
    int[] rows = new int[ROW_COUNT];
    List<String> failures = new ArrayList<>();
    int count = kernels.filter(SCHEMA, condition).filter(in, 0, ROW_COUNT, rows, errors(failures));
    return Arrays.toString(Arrays.copyOf(rows, count)) + failures;
  }

  private static String paired(
      KernelFactory kernels, PlanExpr condition, ColumnBatch left, ColumnBatch right) {
    StringBuilder text = new StringBuilder();
    for (int leftRow = 0; leftRow < 4; leftRow++) {
      int[] hits = new int[ROW_COUNT];
      List<String> failures = new ArrayList<>();
      int count =
          kernels
              .pair(SCHEMA, SCHEMA, condition)
              .filter(left, leftRow, right, null, 0, ROW_COUNT, hits, errors(failures));
      text.append(Arrays.toString(Arrays.copyOf(hits, count))).append(failures).append('\n');
    }
    return text.toString();
  }

  private static List<Aggregator> aggregators(List<AggregateCall> calls) {
    List<Aggregator> aggregators = new ArrayList<>();
    for (AggregateCall call : calls) {
      Aggregator aggregator = call.function().factory().create(call.retractable());
      aggregator.ensureSlots(3);
      aggregators.add(aggregator);
    }
    return aggregators;
  }

  private static String aggregated(
      KernelFactory kernels,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      ColumnBatch in,
      int[] slots) {
    AggregateKernel kernel =
        kernels.aggregate(SCHEMA, calls, expressions, having, aggregators(calls));
    ColumnBatch out = new ColumnBatch(schema(expressions), ROW_COUNT);
    out.kinds(new byte[ROW_COUNT]);
    int[] outSlots = new int[ROW_COUNT];
    List<String> failures = new ArrayList<>();
    int count = kernel.apply(in, 0, ROW_COUNT, slots, 3, out, outSlots, errors(failures));
    return rows(out, count)
        + Arrays.toString(Arrays.copyOf(outSlots, count))
        + Arrays.toString(Arrays.copyOf(out.kinds(), count))
        + failures;
  }

  private static String paned(
      KernelFactory kernels,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      ColumnBatch in,
      ColumnBatch keys,
      int[] slots) {
    PaneKernel kernel = kernels.pane(SCHEMA, SCHEMA, calls, expressions, null, aggregators(calls));
    ColumnBatch out = new ColumnBatch(schema(expressions), 3);
    List<String> failures = new ArrayList<>();
    kernel.accumulate(in, 0, ROW_COUNT, slots, errors(failures));
    int count = kernel.emit(keys.columns(), 0, 3, 1_000, 2_000, out, errors(failures));
    return rows(out, count) + failures;
  }

  private static RowSchema schema(List<PlanExpr> expressions) {
    List<Field> fields = new ArrayList<>();
    for (PlanExpr expression : expressions) {
      fields.add(new Field("v" + fields.size(), expression.type()));
    }
    return new RowSchema(fields);
  }

  private static RowErrors errors(List<String> failures) {
    return (batch, row, cause) -> failures.add(row + ": " + cause);
  }

  private static String rows(ColumnBatch batch, int count) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < count; row++) {
      text.append(batch.timestamps()[row]).append(':');
      for (Column column : batch.columns()) {
        Object value = column.boxed(row);
        text.append(' ')
            .append(value)
            .append(column.physicalType() == PhysicalType.OBJECT ? "'" : "");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static TableTest noTable(PlanExpr.TableTest test) {
    throw new AssertionError("no random expression asks a table");
  }
}
