package io.eventflux.benchmark;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.junction.Publisher;
import io.eventflux.core.junction.RangeReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** How many rows a second pass through a ring, between two threads and within one? */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JunctionBenchmark {
  /** Rows of one call of the publisher. */
  static final int RANGE_ROWS = 256;

  /** Rows of one invocation. */
  static final int ROW_COUNT = 1 << 18;

  private static final int RING_CAPACITY = 4_096;
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private ColumnBatch trades;
  private EventJunction junction;
  private Publisher publisher;
  private @Nullable Thread readerThread;
  private volatile long readSequence;

  /** Trades, and a ring. */
  @Setup
  public void create() {
    trades = Trades.generate(RANGE_ROWS, 42);
    junction = new EventJunction(List.of(Trades.SCHEMA), RING_CAPACITY);
    publisher = junction.newPublisher();
  }

  /** Ends the reading thread, if there is one. */
  @TearDown
  public void end() throws InterruptedException {
    junction.close();
    if (readerThread != null) {
      readerThread.join();
    }
  }

  /** The calling thread publishes, another reads; ends when all is read. */
  @Benchmark
  @OperationsPerInvocation(ROW_COUNT)
  public long betweenThreads() {
    if (readerThread == null) {
      readerThread = new Thread(this::readUntilClosed, "reader");
      readerThread.start();
    }
    long end = readSequence + ROW_COUNT;
    for (int i = 0; i < ROW_COUNT; i += RANGE_ROWS) {
      publisher.publish(0, trades, 0, RANGE_ROWS);
    }
    while (readSequence < end) {
      Thread.onSpinWait();
    }
    return readSequence;
  }

  private void readUntilClosed() {
    RangeReader reader = junction.reader();
    try {
      boolean isOpen = true;
      while (isOpen) {
        if (reader.next(0)) {
          reader.release();
          readSequence = reader.sequence();
        } else {
          isOpen = reader.await(WAIT_NANOS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One thread publishes and reads in turns, as an app that its caller drives. */
  @Benchmark
  @OperationsPerInvocation(ROW_COUNT)
  public long withinOneThread() {
    RangeReader reader = junction.reader();
    for (int i = 0; i < ROW_COUNT; i += RANGE_ROWS) {
      publisher.tryPublish(0, trades, 0, RANGE_ROWS);
      while (reader.next(0)) {
        reader.release();
      }
    }
    return reader.sequence();
  }
}
