package io.eventflux.benchmark.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.eventflux.benchmark.harness.TrialReport.Latency;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures one contestant with one question, in a process of its own:
 *
 * <ol>
 *   <li>check: a fresh contestant answers a fixed number of trades; its answers are digested;
 *   <li>warm-up: another one takes trades for a while;
 *   <li>timed runs: it goes on, and each run is measured;
 *   <li>pace: it goes on, with trades sent when they are due and not before; whoever is slow for a
 *       moment finds the trades that have become due meanwhile, and they count from when they were
 *       due.
 * </ol>
 *
 * Starting an engine is in none of the numbers.
 */
public final class Trial {
  private static final long SEED = 42;
  private static final int TRADE_COUNT = 1_000_000;
  private static final int RUN_COUNT_MIN = 3;

  /** A run that would take longer has fewer trades. */
  private static final long RUN_NANOS_MAX = 1_500_000_000L;

  /** Trades at the fixed rate that come first and are not recorded, on the clock. */
  private static final int PACED_WARMUP_MILLIS = 2_000;

  /** A contestant that is behind by this part of the paced time does not keep up. */
  private static final int BEHIND_DIVISOR = 2;

  private final TrialSettings settings;
  private final Contestant.Factory factory;
  private final TradeColumns trades = TradeColumns.generate(TRADE_COUNT, SEED);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  private Trial(TrialSettings settings, Contestant.Factory factory) {
    this.settings = settings;
    this.factory = factory;
  }

  /**
   * The main method of a contestant's process: does what {@code arguments} say and prints the
   * report.
   *
   * @param arguments as {@link Comparison} makes them
   * @throws Exception if the engine refuses the question
   */
  public static void run(String[] arguments, Contestant.Factory factory) throws Exception {
    new Trial(TrialSettings.of(arguments), factory).run().print(System.out);
    // Engines may leave threads behind.
    System.exit(0);
  }

  /**
   * Count and digest of the answers of a fresh contestant to the first {@code count} of {@code
   * trades}.
   *
   * @throws Exception if the engine refuses the question
   */
  public static String check(
      Question question,
      Entrant entrant,
      Contestant.Factory factory,
      TradeColumns trades,
      int count)
      throws Exception {
    AnswerDigest digest = new AnswerDigest();
    try (Contestant contestant = factory.start(question, entrant.variant(), digest)) {
      TradeReplay replay = new TradeReplay(trades);
      replay.send(contestant, count);
      contestant.finish(replay.afterMillis());
    }
    return digest.toString();
  }

  private TrialReport run() throws Exception {
    Question question = settings.question();
    Entrant entrant = settings.entrant();
    String answers = check(question, entrant, factory, trades, question.checkCount());
    try (Contestant contestant = factory.start(question, entrant.variant(), new AnswerSum())) {
      TradeReplay replay = new TradeReplay(trades);
      long halfNanos = settings.warmupMillis() * 500_000L;
      double warmNanos = sendFor(contestant, replay, halfNanos);
      int runTrades =
          (int) Math.max(1_000, Math.min(settings.runTrades(), RUN_NANOS_MAX / warmNanos));
      // Measuring itself must be warm too: it loads classes, and that may throw compiled code away.
      timedRuns(contestant, replay, runTrades, new Runs(Integer.MAX_VALUE, 1, halfNanos));
      Runs runs =
          new Runs(settings.runCount(), RUN_COUNT_MIN, settings.budgetMillis() * 1_000_000L);
      long processNanos = process.getProcessCpuTime();
      timedRuns(contestant, replay, runTrades, runs);
      processNanos = process.getProcessCpuTime() - processNanos;
      return new TrialReport(
          answers,
          runTrades,
          runs.count,
          Spread.of(Arrays.copyOf(runs.cpuNanos, runs.count)),
          Spread.of(Arrays.copyOf(runs.clockNanos, runs.count)),
          (double) processNanos / runs.count / runTrades,
          Spread.of(Arrays.copyOf(runs.bytes, runs.count)).median(),
          settings.pacedMillis() == 0 ? null : pace(contestant, replay));
    }
  }

  /** Returns nanoseconds on the clock for a trade. */
  private static double sendFor(Contestant contestant, TradeReplay replay, long nanos) {
    long start = System.nanoTime();
    long sent = 0;
    long elapsed;
    do {
      replay.send(contestant, TradeReplay.CALL_TRADES);
      sent += TradeReplay.CALL_TRADES;
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    return (double) elapsed / sent;
  }

  /** What runs cost for a trade; how many there may be. */
  private static final class Runs {
    final int countMax;
    final int countMin;
    final long budgetNanos;
    double[] cpuNanos = new double[16];
    double[] clockNanos = new double[16];
    double[] bytes = new double[16];
    int count;

    /** At most {@code countMax}; from {@code countMin} on no more once the budget is used up. */
    Runs(int countMax, int countMin, long budgetNanos) {
      this.countMax = countMax;
      this.countMin = countMin;
      this.budgetNanos = budgetNanos;
    }

    void add(double runCpuNanos, double runClockNanos, double runBytes) {
      if (count == cpuNanos.length) {
        cpuNanos = Arrays.copyOf(cpuNanos, 2 * count);
        clockNanos = Arrays.copyOf(clockNanos, 2 * count);
        bytes = Arrays.copyOf(bytes, 2 * count);
      }
      cpuNanos[count] = runCpuNanos;
      clockNanos[count] = runClockNanos;
      bytes[count++] = runBytes;
    }
  }

  private void timedRuns(Contestant contestant, TradeReplay replay, int runTrades, Runs runs) {
    long end = System.nanoTime() + runs.budgetNanos;
    while (runs.count < runs.countMax && (runs.count < runs.countMin || System.nanoTime() < end)) {
      long pauses = pauseMillis();
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long cpu = threads.getCurrentThreadCpuTime();
      long clock = System.nanoTime();
      replay.send(contestant, runTrades);
      clock = System.nanoTime() - clock;
      cpu = threads.getCurrentThreadCpuTime() - cpu;
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      pauses = pauseMillis() - pauses;
      runs.add(
          (cpu + pauses * 1e6) / runTrades,
          (double) clock / runTrades,
          (double) allocated / runTrades);
    }
  }

  private long pauseMillis() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis;
  }

  private Latency pace(Contestant contestant, TradeReplay replay) {
    int millis = settings.pacedMillis();
    pace(contestant, replay, PACED_WARMUP_MILLIS, null);
    LatencyHistogram histogram = new LatencyHistogram();
    boolean keptUp = pace(contestant, replay, millis, histogram);
    return new Latency(
        histogram.atFraction(0.5),
        histogram.atFraction(0.99),
        histogram.atFraction(0.999),
        histogram.max(),
        keptUp);
  }

  /** Returns false if the contestant fell so far behind that there was no sense in going on. */
  private boolean pace(
      Contestant contestant, TradeReplay replay, int millis, @Nullable LatencyHistogram histogram) {
    long total = (long) millis * settings.tradesPerSecond() / 1_000;
    double gapNanos = 1e9 / settings.tradesPerSecond();
    int callTrades = settings.entrant().takesMany() ? TradeReplay.CALL_TRADES : 1;
    long behindNanos = millis * 1_000_000L / BEHIND_DIVISOR;
    long start = System.nanoTime();
    long sent = 0;
    while (sent < total) {
      long now = System.nanoTime() - start;
      long due = Math.min(total, (long) (now / gapNanos) + 1);
      if (due == sent) {
        Thread.onSpinWait();
        continue;
      }
      if (now - (long) (sent * gapNanos) > behindNanos) {
        return false;
      }
      int count = (int) Math.min(due - sent, callTrades);
      replay.send(contestant, count);
      long done = System.nanoTime() - start;
      if (histogram != null) {
        for (int i = 0; i < count; i++) {
          histogram.record(done - (long) ((sent + i) * gapNanos));
        }
      }
      sent += count;
    }
    return true;
  }
}
