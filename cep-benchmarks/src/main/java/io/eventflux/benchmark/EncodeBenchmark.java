package io.eventflux.benchmark;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.connector.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
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

/** How many rows does a format turn into text in a second, for a sink that takes it at once? */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {
  /** Rows of one invocation. */
  static final int RECORD_COUNT = 10_000;

  /** The format. */
  @Param({"csv", "json"})
  public String format;

  private Encoder encoder;
  private ColumnBatch trades;

  /** Trades in columns. */
  @Setup
  public void generate() {
    encoder =
        ConnectorRegistry.installed()
            .format(format)
            .orElseThrow()
            .encoder(Trades.SCHEMA, new ConnectorOptions(Map.of()));
    trades = Trades.generate(RECORD_COUNT, 42);
  }

  /** Writes all trades to nowhere. */
  @Benchmark
  @OperationsPerInvocation(RECORD_COUNT)
  public void encode() throws IOException {
    encode(OutputStream.nullOutputStream());
  }

  void encode(OutputStream out) throws IOException {
    encoder.encode(trades, 0, RECORD_COUNT, out);
  }
}
