package io.eventflux.benchmark;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.plan.CompiledApp;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a trade take through a whole app, from {@code publish} to the listener, for each
 * kind of query, and how long in a hand-written loop that gives the same rows?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueryBenchmark {
  /** Trades of one invocation: 26 s of event time. */
  static final int TRADE_COUNT = 1 << 18;

  /** What is run. */
  @Param public Workload workload;

  private CompiledApp app;
  private ColumnBatch trades;

  /** Compiles the app, and checks that both sides give the same rows. */
  @Setup
  public void compile() {
    app = workload.compile();
    trades = Trades.generate(TRADE_COUNT, 42);
    workload.check(app, trades);
  }

  /** All trades through a fresh runtime of the app. */
  @Benchmark
  @OperationsPerInvocation(TRADE_COUNT)
  public long engine() {
    Tally tally = new Tally();
    Workload.runEngine(app, trades, tally);
    return tally.sum();
  }

  /** All trades through the loop. */
  @Benchmark
  @OperationsPerInvocation(TRADE_COUNT)
  public long byHand() {
    Tally tally = new Tally();
    workload.runHandWritten(trades, tally);
    return tally.sum();
  }
}
