package io.eventflux.benchmark;

import com.sun.management.ThreadMXBean;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.plan.CompiledApp;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs the workloads through the engine and through hand-written loops, in turns, checks that the
 * results are the same, and prints what both cost for one trade. The question: how far is a
 * compiled query from the loop that one would write for it by hand?
 *
 * <p>Both sides run in the calling thread alone, so its CPU time is measured: on a quiet machine it
 * is the time on the clock, on a busy one it leaves out what others took.
 */
public final class Workloads {
  private static final long SEED = 42;
  private static final int WARMUP_COUNT = 6;

  private final int tradeCount;
  private final int runCount;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Workloads(int tradeCount, int runCount) {
    this.tradeCount = tradeCount;
    this.runCount = runCount;
  }

  /** One side of a workload: nanoseconds and allocated bytes a trade, sorted by run. */
  private static final class Cost {
    final double[] nanos;
    final double[] bytes;

    Cost(int runCount) {
      nanos = new double[runCount];
      bytes = new double[runCount];
    }

    void sort() {
      Arrays.sort(nanos);
      Arrays.sort(bytes);
    }

    double medianNanos() {
      return nanos[nanos.length / 2];
    }

    double medianBytes() {
      return bytes[bytes.length / 2];
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f (%.1f to %.1f)",
          medianNanos(),
          nanos[nanos.length / 4],
          nanos[nanos.length * 3 / 4]);
    }
  }

  /**
   * Runs from the command line.
   *
   * @param args {@code --trades N} (default 1,000,000), {@code --runs N} (default 15), {@code
   *     --engine-only} (to profile), names of workloads (default: all)
   */
  public static void main(String[] args) {
    int tradeCount = 1_000_000;
    int runCount = 15;
    boolean isEngineOnly = false;
    List<Workload> workloads = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--trades" -> tradeCount = Integer.parseInt(args[++i]);
        case "--runs" -> runCount = Integer.parseInt(args[++i]);
        case "--engine-only" -> isEngineOnly = true;
        default -> workloads.add(Workload.valueOf(args[i].toUpperCase(Locale.ROOT)));
      }
    }
    if (workloads.isEmpty()) {
      workloads.addAll(List.of(Workload.values()));
    }
    Workloads all = new Workloads(tradeCount, runCount);
    ColumnBatch trades = Trades.generate(tradeCount, SEED);
    if (isEngineOnly) {
      workloads.forEach(workload -> all.runEngineOnly(workload, trades));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%,d trades a run, %d runs of each side in turns after %d to warm up, rows a call: %,d%n"
            + "Java %s, %d processors%n"
            + "CPU time of the calling thread for a trade: median (quartiles) in nanoseconds.%n%n",
        tradeCount,
        runCount,
        WARMUP_COUNT,
        Workload.CHUNK_ROWS,
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors());
    System.out.println(
        "| workload | rows out | engine ns | by hand ns | ratio | engine M trades/s"
            + " | engine bytes | by hand bytes |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    workloads.forEach(workload -> all.run(workload, trades));
  }

  private void run(Workload workload, ColumnBatch trades) {
    CompiledApp app = workload.compile();
    workload.check(app, trades);
    Cost engine = new Cost(runCount);
    Cost hand = new Cost(runCount);
    long rowCount = 0;
    for (int run = -WARMUP_COUNT; run < runCount; run++) {
      Tally engineTally = new Tally();
      measure(engine, run, () -> Workload.runEngine(app, trades, engineTally));
      Tally handTally = new Tally();
      measure(hand, run, () -> workload.runHandWritten(trades, handTally));
      if (engineTally.rowCount() != handTally.rowCount() || engineTally.sum() != handTally.sum()) {
        throw new IllegalStateException(workload + ": a timed run gave other results");
      }
      rowCount = engineTally.rowCount();
    }
    engine.sort();
    hand.sort();
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %s | %.2f | %.1f | %.1f | %.1f |%n",
        workload,
        rowCount,
        engine,
        hand,
        engine.medianNanos() / hand.medianNanos(),
        1_000 / engine.medianNanos(),
        engine.medianBytes(),
        hand.medianBytes());
  }

  private void runEngineOnly(Workload workload, ColumnBatch trades) {
    CompiledApp app = workload.compile();
    Cost engine = new Cost(runCount);
    for (int run = -WARMUP_COUNT; run < runCount; run++) {
      measure(engine, run, () -> Workload.runEngine(app, trades, new Tally()));
    }
    engine.sort();
    System.out.println(workload + " engine: " + engine + " ns a trade");
  }

  /** Runs {@code action}; what it costs is kept from run 0 on. */
  private void measure(Cost cost, int run, Runnable action) {
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    action.run();
    long nanos = threads.getCurrentThreadCpuTime() - start;
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    if (run >= 0) {
      cost.nanos[run] = (double) nanos / tradeCount;
      cost.bytes[run] = (double) bytes / tradeCount;
    }
  }
}
