package io.eventflux.benchmark;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.connector.DecodeCursor;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.FormatProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** How many records, and how many megabytes, does a format turn into columns in a second? */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
  /** Records of one invocation. */
  static final int RECORD_COUNT = 10_000;

  private static final double BYTES_OF_MEGABYTE = 1e6;

  /** The format. */
  @Param({"csv", "json"})
  public String format;

  private Decoder decoder;
  private byte[] bytes;
  private final DecodeCursor cursor = new DecodeCursor();
  private ColumnBatch out;

  /** What JMH reports beside the records. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Volume {
    /** Megabytes (10^6 bytes) decoded. */
    public double megabytes;
  }

  /** Trades as text. */
  @Setup
  public void encode() throws IOException {
    FormatProvider provider = ConnectorRegistry.installed().format(format).orElseThrow();
    ConnectorOptions options = new ConnectorOptions(Map.of());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    provider
        .encoder(Trades.SCHEMA, options)
        .encode(Trades.generate(RECORD_COUNT, 42), 0, RECORD_COUNT, text);
    bytes = text.toByteArray();
    decoder = provider.decoder(Trades.SCHEMA, options);
    out = new ColumnBatch(Trades.SCHEMA, RECORD_COUNT);
  }

  /** Decodes the text as a source does. */
  @Benchmark
  @OperationsPerInvocation(RECORD_COUNT)
  public ColumnBatch decode(Volume volume) throws DecodeException {
    cursor.show(bytes, 0, bytes.length, true);
    decoder.decodeBlock(cursor, out);
    volume.megabytes += bytes.length / BYTES_OF_MEGABYTE;
    return out;
  }
}
