package io.eventflux.compiler.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.aggregate.CoreAggregates;
import io.eventflux.core.operator.FakeOperatorContext;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.Output;
import io.eventflux.core.operator.WindowProvider;
import io.eventflux.core.operator.aggregate.AggregateOperator;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** More keys than anybody could keep, through a window and the kernels that apps run. */
class ManyGroupsTest {
  private static final int KEY_COUNT = 10_000_000;
  private static final int WINDOW_ROWS = 1000;
  private static final int BATCH_ROWS = 1000;

  private static final RowSchema INPUT =
      new RowSchema(List.of(new Field("key", Type.STRING), new Field("x", Type.LONG)));
  private static final PlanExpr KEY = new PlanExpr.Input(0, 0, Type.STRING);
  private static final PlanExpr X = new PlanExpr.Input(0, 1, Type.LONG);

  @Test
  void shouldKeepAsManyGroupsAsTheWindowHoldsAndNotMore() {
    PlanNode.Aggregate node =
        new PlanNode.Aggregate(
            2,
            "q/select",
            1,
            List.of(KEY),
            List.of(call("count"), call("sum", X), call("min", X)),
            List.of(KEY, new PlanExpr.AggregateResult(0, Type.LONG)),
            null,
            OutputKind.CURRENT,
            new RowSchema(List.of(new Field("key", Type.STRING), new Field("n", Type.LONG))));
    CountedOutput output = new CountedOutput();
    AggregateOperator selector = new AggregateOperator(node, context(), output);
    Operator window = lengthWindow(new OutputInto(selector));
    ColumnBatch batch = new ColumnBatch(INPUT, BATCH_ROWS);
    int groupCountMax = 0;

    for (int first = 0; first < KEY_COUNT; first += BATCH_ROWS) {
      for (int row = 0; row < BATCH_ROWS; row++) {
        batch.column(0).setBoxed(row, "key" + (first + row));
      }
      window.process(0, batch, 0, BATCH_ROWS);
      groupCountMax = Math.max(groupCountMax, selector.groupCount());
    }

    assertEquals(KEY_COUNT, output.rowCount);
    // Twice those of the window, and those of a range.
    assertTrue(groupCountMax <= 2 * WINDOW_ROWS + BATCH_ROWS, "groupCountMax=" + groupCountMax);
  }

  private static FakeOperatorContext context() {
    return new FakeOperatorContext(INPUT).kernels(new GeneratedKernels());
  }

  private static AggregateCall call(String name, PlanExpr... arguments) {
    List<Type> types = List.of(arguments).stream().map(PlanExpr::type).toList();
    AggregateFunction function =
        new CoreAggregates()
            .aggregates().stream()
                .flatMap(aggregate -> aggregate.overloads().stream())
                .filter(overload -> overload.name().equals(name))
                .filter(overload -> overload.parameters().equals(types))
                .findFirst()
                .orElseThrow();
    return new AggregateCall(function, List.of(arguments), null, true);
  }

  private static Operator lengthWindow(Output output) {
    List<PlanExpr> arguments = List.of(new PlanExpr.Constant((long) WINDOW_ROWS, Type.LONG));
    PlanNode.Window node = new PlanNode.Window(1, "q/window", 0, "length", arguments, true, INPUT);
    for (WindowProvider provider : ServiceLoader.load(WindowProvider.class)) {
      if (provider.descriptor().name().equals(node.window())) {
        return provider.create(node, context(), output);
      }
    }
    throw new AssertionError("no window of length");
  }

  private record OutputInto(Operator next) implements Output {
    @Override
    public void emit(ColumnBatch batch, int lo, int hi) {
      next.process(0, batch, lo, hi);
    }

    @Override
    public void watermark(long watermarkMillis) {}
  }

  private static final class CountedOutput implements Output {
    private long rowCount;

    @Override
    public void emit(ColumnBatch batch, int lo, int hi) {
      rowCount += hi - lo;
    }

    @Override
    public void watermark(long watermarkMillis) {}
  }
}
