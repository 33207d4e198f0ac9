package io.eventflux.compiler.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.interpreter.SampleFunctions;
import io.eventflux.core.interpreter.SampleSum;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What classes are made of kernels: how many, how large, and with nothing of the user in them. */
final class KernelClassesTest {
  private static final RowSchema NUMBERS =
      new RowSchema(List.of(new Field("x", Type.INT), new Field("y", Type.LONG)));
  private static final PlanExpr X = new PlanExpr.Input(0, 0, Type.INT);
  private static final PlanExpr Y = new PlanExpr.Input(0, 1, Type.LONG);
  private static final RowErrors NO_ERRORS =
      (batch, row, cause) -> {
        throw new AssertionError(cause);
      };

  private final GeneratedKernels generated = new GeneratedKernels();

  @Test
  void shouldShareOneClassAmongKernelsThatDifferInConstants() {
    Object above = new GeneratedKernels().filter(NUMBERS, above(X, 3));
    Object higher = new GeneratedKernels().filter(NUMBERS, above(X, 30_000));
    Object other = new GeneratedKernels().filter(NUMBERS, isNull(X));

    assertSame(above.getClass(), higher.getClass());
    assertNotSame(above.getClass(), other.getClass());
  }

  @Test
  void shouldCompileNothingForKernelMadeBefore() {
    generated.filter(NUMBERS, above(Y, 77L));
    long before = KernelCompiler.compiledCount();

    generated.filter(NUMBERS, above(Y, 78L));

    assertEquals(before, KernelCompiler.compiledCount());
  }

  @Test
  void shouldKeepEverythingOfTheUserOutOfTheText() throws NoSuchMethodException {
    String marker = "Kr\u00e4he*/\\u0022;//";
    RowSchema schema = new RowSchema(List.of(new Field(marker, Type.STRING)));
    PlanExpr text = new PlanExpr.Input(0, 0, Type.STRING);
    PlanExpr constant = new PlanExpr.Constant(marker, Type.STRING);
    PlanExpr number = new PlanExpr.Constant(4711, Type.INT);
    PlanExpr decimal = new PlanExpr.Constant(new BigDecimal("47.11"), new Type.Decimal(10, 2));
    PlanExpr call =
        new PlanExpr.FunctionCall(
            new FunctionBinding(
                marker,
                SampleFunctions.class.getMethod("refuseNegative", int.class),
                List.of(Type.INT),
                Type.INT,
                true,
                true),
            List.of(number),
            Type.INT);
    PlanExpr like = new PlanExpr.Operation(PlanOperator.LIKE, List.of(text, constant), Type.BOOL);

    generated.filter(schema, like);
    generated.project(
        schema,
        new PlanExpr.Operation(PlanOperator.EQUAL, List.of(text, constant), Type.BOOL),
        List.of(
            constant,
            call,
            new PlanExpr.Cast(decimal, Type.DOUBLE),
            new PlanExpr.Operation(PlanOperator.CONCAT, List.of(text, constant), Type.STRING)));
    generated.pair(schema, schema, like);

    assertEquals(3, generated.sources().size());
    for (KernelSource source : generated.sources()) {
      assertTrue(source.text().chars().allMatch(c -> c < 128), source.text());
      for (String trace : List.of("Kr", "he*", "4711", "47.11", "\\", "/*", "//", "\"K")) {
        assertFalse(source.text().contains(trace), trace + " in\n" + source.text());
      }
    }
  }

  @Test
  void shouldCutLongChainsIntoMethods() {
    List<PlanExpr> members = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      members.add(equal(X, i * 7));
    }
    PlanExpr chain = new PlanExpr.Operation(PlanOperator.OR, members, Type.BOOL);

    assertSameRows(chain);
  }

  @Test
  void shouldCutLongCasesIntoMethods() {
    List<PlanExpr> conditions = new ArrayList<>();
    List<PlanExpr> values = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      conditions.add(equal(X, i));
      values.add(new PlanExpr.Constant((long) i * i, Type.LONG));
    }

    assertSameRows(new PlanExpr.Case(conditions, values, Y, Type.LONG));
  }

  @Test
  void shouldCutDeepExpressionsIntoMethods() {
    PlanExpr sum = Y;
    for (int i = 1; i < 400; i++) {
      PlanExpr part =
          new PlanExpr.Operation(
              PlanOperator.DIVIDE,
              List.of(sum, new PlanExpr.Constant((long) i, Type.LONG)),
              Type.LONG);
      sum = new PlanExpr.Operation(PlanOperator.ADD, List.of(part, Y), Type.LONG);
    }

    assertSameRows(sum);
  }

  @Test
  void shouldCutWideProjectionsIntoMethods() {
    List<PlanExpr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      expressions.add(
          new PlanExpr.Operation(
              PlanOperator.ADD, List.of(X, new PlanExpr.Constant(i, Type.INT)), Type.INT));
      fields.add(new Field("c" + i, Type.INT));
    }
    RowSchema schema = new RowSchema(fields);
    ColumnBatch out = new ColumnBatch(schema, 8);

    int count = generated.project(NUMBERS, null, expressions).project(rows(), 0, 8, out, NO_ERRORS);

    assertEquals(8, count);
    assertEquals(1_499, out.column(1_499).boxed(0));
    assertEquals(3 + 700, out.column(700).boxed(3));
    assertSmallMethods();
  }

  @Test
  void shouldCutManyAggregatesIntoMethods() {
    List<AggregateCall> calls = new ArrayList<>();
    List<PlanExpr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      PlanExpr argument =
          new PlanExpr.Operation(
              PlanOperator.ADD, List.of(X, new PlanExpr.Constant(i, Type.INT)), Type.INT);
      calls.add(new AggregateCall(SampleSum.FUNCTION, List.of(argument), above(X, 2), true));
      expressions.add(new PlanExpr.AggregateResult(i, Type.LONG));
      fields.add(new Field("c" + i, Type.LONG));
    }

    assertEquals(
        aggregated(new InterpretedKernels(), calls, expressions, new RowSchema(fields)),
        aggregated(generated, calls, expressions, new RowSchema(fields)));
    assertSmallMethods();
  }

  private static String aggregated(
      KernelFactory kernels,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      RowSchema schema) {
    List<Aggregator> aggregators = new ArrayList<>();
    for (AggregateCall call : calls) {
      Aggregator aggregator = call.function().factory().create(true);
      aggregator.ensureSlots(1);
      aggregators.add(aggregator);
    }
    AggregateKernel kernel = kernels.aggregate(NUMBERS, calls, expressions, null, aggregators);
    ColumnBatch out = new ColumnBatch(schema, 8);
    int count = kernel.apply(rows(), 0, 8, null, 3, out, null, NO_ERRORS);
    return text(out, count);
  }

  private void assertSameRows(PlanExpr expression) {
    RowSchema schema = new RowSchema(List.of(new Field("v", expression.type())));
    ColumnBatch expected = new ColumnBatch(schema, 8);
    ColumnBatch actual = new ColumnBatch(schema, 8);

    int expectedCount =
        new InterpretedKernels()
            .project(NUMBERS, null, List.of(expression))
            .project(rows(), 0, 8, expected, NO_ERRORS);
    int actualCount =
        generated
            .project(NUMBERS, null, List.of(expression))
            .project(rows(), 0, 8, actual, NO_ERRORS);

    assertEquals(text(expected, expectedCount), text(actual, actualCount));
    assertSmallMethods();
  }

  private void assertSmallMethods() {
    for (KernelSource source : generated.sources()) {
      int largest = KernelCompiler.classOf(source).largestMethodBytes();
      assertTrue(largest < 8_000, "largestMethodBytes=" + largest);
    }
  }

  private static String text(ColumnBatch batch, int count) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < count; row++) {
      for (int c = 0; c < batch.columns().length; c++) {
        text.append(batch.column(c).boxed(row)).append(' ');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static ColumnBatch rows() {
    ColumnBatch batch = new ColumnBatch(NUMBERS, 8);
    for (int row = 0; row < 8; row++) {
      batch.column(0).setBoxed(row, row == 5 ? null : row);
      batch.column(1).setBoxed(row, row == 6 ? null : (long) row * 100 - 150);
    }
    return batch;
  }

  private static PlanExpr equal(PlanExpr a, int value) {
    return new PlanExpr.Operation(
        PlanOperator.EQUAL, List.of(a, new PlanExpr.Constant(value, Type.INT)), Type.BOOL);
  }

  private static PlanExpr above(PlanExpr a, Object value) {
    return new PlanExpr.Operation(
        PlanOperator.GREATER, List.of(a, new PlanExpr.Constant(value, a.type())), Type.BOOL);
  }

  private static PlanExpr isNull(PlanExpr a) {
    return new PlanExpr.Operation(PlanOperator.IS_NULL, List.of(a), Type.BOOL);
  }
}
