package io.eventflux.benchmark;

import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.ColumnBatch;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does a caller pay for an event, sent alone as objects or in a range of columns? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SendBenchmark {
  /** Rows of one call of {@code publish}. */
  static final int RANGE_ROWS = 256;

  private AppRuntime runtime;
  private StreamInput input;
  private ColumnBatch trades;
  private Tally tally;

  /** Starts {@link Workload#W1}. */
  @Setup
  public void start() {
    tally = new Tally();
    trades = Trades.generate(RANGE_ROWS, 42);
    runtime = AppRuntime.create(Workload.W1.compile(), RuntimeOptions.defaults());
    runtime.subscribe("Results", tally);
    runtime.start();
    input = runtime.input("Trades");
  }

  /** Stops the app. */
  @TearDown
  public void stop() {
    runtime.close();
  }

  /** One event, values as objects; it passes the filter. */
  @Benchmark
  public long one() {
    input.sendAt(1_750_000_000_000L, "SYM0001", 101.25, 700L, 1_750_000_000_000L);
    return tally.rowCount();
  }

  /** 256 events in columns. */
  @Benchmark
  @OperationsPerInvocation(RANGE_ROWS)
  public long range() {
    input.publish(trades, 0, RANGE_ROWS);
    return tally.rowCount();
  }
}
