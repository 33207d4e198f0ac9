package io.eventflux.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.ColumnBatch;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is allocated for an event once windows and groups have their size. */
class AllocationTest {
  private static final int TRADE_COUNT = 200_000;

  /**
   * Bytes a trade: less than the smallest object for 100 trades. What is left comes from arrays
   * that grow with the number of groups, and in W3 from windows, of which there is one in 10,000
   * trades.
   */
  private static final double BYTES_MAX = 0.16;

  @ParameterizedTest
  @EnumSource(Workload.class)
  void shouldAllocateNothingForAnEventInASteadyState(Workload workload) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ColumnBatch trades = Trades.generate(TRADE_COUNT, 7);
    try (AppRuntime runtime = AppRuntime.create(workload.compile(), RuntimeOptions.defaults())) {
      runtime.subscribe("Results", new Tally());
      runtime.start();
      StreamInput input = runtime.input("Trades");
      publish(input, trades, 0, TRADE_COUNT / 2);

      long before = threads.getCurrentThreadAllocatedBytes();
      publish(input, trades, TRADE_COUNT / 2, TRADE_COUNT);
      double bytes = threads.getCurrentThreadAllocatedBytes() - before;

      double bytesPerTrade = bytes / (TRADE_COUNT - TRADE_COUNT / 2);
      assertTrue(
          bytesPerTrade <= BYTES_MAX, workload + " allocates for each trade: " + bytesPerTrade);
    }
  }

  private static void publish(StreamInput input, ColumnBatch trades, int from, int to) {
    for (int lo = from; lo < to; lo += Workload.CHUNK_ROWS) {
      input.publish(trades, lo, Math.min(lo + Workload.CHUNK_ROWS, to));
    }
  }
}
