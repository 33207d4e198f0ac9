package io.eventflux.benchmark.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one trial found out. It travels from process to process as lines {@code @name=value}; other
 * lines are what an engine had to say and mean nothing.
 *
 * @param answers rows and digest of the check, equal for all contestants
 * @param runTrades trades of a timed run
 * @param runCount timed runs
 * @param cpuNanos CPU time of the sending thread and pauses of the collector, for a trade
 * @param clockNanos time on the clock for a trade
 * @param processNanos CPU time of all threads of the process over all timed runs, for a trade
 * @param bytes allocated by the sending thread, for a trade
 * @param latency at the fixed rate, or null if that was not asked for
 */
public record TrialReport(
    String answers,
    long runTrades,
    int runCount,
    Spread cpuNanos,
    Spread clockNanos,
    double processNanos,
    double bytes,
    @Nullable Latency latency) {

  /**
   * Time from when a trade should have been sent until all its effects were there.
   *
   * @param p50 half of all trades, nanoseconds
   * @param p99 99 of 100 trades, nanoseconds
   * @param p999 999 of 1,000 trades, nanoseconds
   * @param max the slowest trade, nanoseconds
   * @param keptUp whether the rate was held to the end
   */
  public record Latency(long p50, long p99, long p999, long max, boolean keptUp) {}

  /** Prints the lines to {@code out}. */
  void print(PrintStream out) {
    line(out, "answers", answers);
    line(out, "runTrades", Long.toString(runTrades));
    line(out, "runCount", Integer.toString(runCount));
    line(out, "cpuNanos", cpuNanos.format());
    line(out, "clockNanos", clockNanos.format());
    line(out, "processNanos", Double.toString(processNanos));
    line(out, "bytes", Double.toString(bytes));
    if (latency != null) {
      line(out, "p50", Long.toString(latency.p50));
      line(out, "p99", Long.toString(latency.p99));
      line(out, "p999", Long.toString(latency.p999));
      line(out, "max", Long.toString(latency.max));
      line(out, "keptUp", Boolean.toString(latency.keptUp));
    }
    out.flush();
  }

  private static void line(PrintStream out, String name, String value) {
    out.println("@" + name + "=" + value);
  }

  /**
   * Reads lines until there are no more.
   *
   * @return null if the trial did not get to its end
   */
  static @Nullable TrialReport read(BufferedReader lines) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int equals = line.indexOf('=');
      if (line.startsWith("@") && equals > 0) {
        values.put(line.substring(1, equals), line.substring(equals + 1));
      }
    }
    String bytes = values.get("bytes");
    if (bytes == null) {
      return null;
    }
    Latency latency =
        values.containsKey("keptUp")
            ? new Latency(
                number(values, "p50"),
                number(values, "p99"),
                number(values, "p999"),
                number(values, "max"),
                Boolean.parseBoolean(text(values, "keptUp")))
            : null;
    return new TrialReport(
        text(values, "answers"),
        number(values, "runTrades"),
        (int) number(values, "runCount"),
        Spread.parse(text(values, "cpuNanos")),
        Spread.parse(text(values, "clockNanos")),
        Double.parseDouble(text(values, "processNanos")),
        Double.parseDouble(bytes),
        latency);
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(text(values, name));
  }

  private static String text(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("a trial did not report its " + name);
    }
    return value;
  }
}
