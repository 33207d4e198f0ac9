package io.eventflux.benchmark;

import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How far is a generated filter and projection from the same loop written by hand, over the same
 * columns in the cache?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  /** Rows of one invocation. */
  static final int ROW_COUNT = 2_048;

  private static final RowSchema OUT =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("notional", Type.DOUBLE),
              new Field("volume", Type.LONG)));

  private static final RowErrors NO_ERRORS =
      (batch, row, cause) -> {
        throw new AssertionError("no row can fail", cause);
      };

  private ProjectKernel kernel;
  private ColumnBatch trades;
  private ColumnBatch out;

  /** Generates the kernel of {@link Workload#W1}. */
  @Setup
  public void generate() {
    PlanExpr volume = new PlanExpr.Input(0, Trades.VOLUME, Type.LONG);
    PlanExpr price = new PlanExpr.Input(0, Trades.PRICE, Type.DOUBLE);
    kernel =
        new GeneratedKernels()
            .project(
                Trades.SCHEMA,
                new PlanExpr.Operation(
                    PlanOperator.GREATER,
                    List.of(volume, new PlanExpr.Constant(500L, Type.LONG)),
                    Type.BOOL),
                List.of(
                    new PlanExpr.Input(0, Trades.SYMBOL, Type.STRING),
                    new PlanExpr.Operation(
                        PlanOperator.MULTIPLY,
                        List.of(price, new PlanExpr.Cast(volume, Type.DOUBLE)),
                        Type.DOUBLE),
                    volume));
    trades = Trades.generate(ROW_COUNT, 42);
    out = new ColumnBatch(OUT, ROW_COUNT);
  }

  /** What the last invocation wrote. */
  ColumnBatch out() {
    return out;
  }

  /** The generated loop. */
  @Benchmark
  @OperationsPerInvocation(ROW_COUNT)
  public int generated() {
    return kernel.project(trades, 0, ROW_COUNT, out, NO_ERRORS);
  }

  /** The same by hand, without a thought for NULLs. */
  @Benchmark
  @OperationsPerInvocation(ROW_COUNT)
  public int byHand() {
    return FilterLoop.filter(trades, 0, ROW_COUNT, out);
  }
}
