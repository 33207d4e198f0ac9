package io.eventflux.runner;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.eventflux.core.app.AppStatistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run has done, said at its end on standard error. Immutable.
 *
 * @param app name of the app
 * @param statistics what the engine counted
 * @param printed rows written to standard output, by stream
 * @param wallNanos how long the run took
 * @param exitReason why it ended, as {@code end of input}
 */
record RunSummary(
    String app,
    AppStatistics statistics,
    Map<String, Long> printed,
    long wallNanos,
    String exitReason) {
  private static final double NANOS_PER_SECOND = 1e9;

  RunSummary {
    printed = new LinkedHashMap<>(printed);
  }

  private Map<String, Long> rowsOut() {
    Map<String, Long> out = new LinkedHashMap<>(printed);
    statistics.sinkRows().forEach((stream, rows) -> out.merge(stream, rows, Math::max));
    return out;
  }

  private long eventsPerSecond() {
    return wallNanos <= 0 ? 0 : Math.round(statistics.read() * NANOS_PER_SECOND / wallNanos);
  }

  /** For people: a line a stream, and one for the whole. */
  String text() {
    StringBuilder out = new StringBuilder();
    int width = 0;
    for (String stream : statistics.sourceRows().keySet()) {
      width = Math.max(width, stream.length());
    }
    for (String stream : rowsOut().keySet()) {
      width = Math.max(width, stream.length());
    }
    for (Map.Entry<String, Long> each : statistics.sourceRows().entrySet()) {
      out.append(line(each.getKey(), width, "in", each.getValue()));
    }
    for (Map.Entry<String, Long> each : rowsOut().entrySet()) {
      out.append(line(each.getKey(), width, "out", each.getValue()));
    }
    for (Map.Entry<String, Long> each : statistics.droppedState().entrySet()) {
      if (each.getValue() > 0) {
        out.append(
            String.format(
                Locale.ROOT,
                "%s has dropped state that was over its bound: %,d%n",
                each.getKey(),
                each.getValue()));
      }
    }
    return out.append(
            String.format(
                Locale.ROOT,
                "%,d events in %.2f s (%,d/s), %,d late, %,d errors: %s%n",
                statistics.read(),
                wallNanos / NANOS_PER_SECOND,
                eventsPerSecond(),
                statistics.lateTotal(),
                statistics.errors(),
                exitReason))
        .toString();
  }

  private static String line(String stream, int width, String direction, long rows) {
    return String.format(
        Locale.ROOT,
        "%s%s  %-3s %,12d%n",
        stream,
        " ".repeat(width - stream.length()),
        direction,
        rows);
  }

  /** For programs: one JSON object on a line. */
  String json() {
    return "{\"app\":"
        + quoted(app)
        + ",\"exitReason\":"
        + quoted(exitReason)
        + ",\"in\":"
        + object(statistics.sourceRows())
        + ",\"out\":"
        + object(rowsOut())
        + ",\"streams\":"
        + object(statistics.streams())
        + ",\"queries\":"
        + object(statistics.queries())
        + ",\"droppedState\":"
        + object(statistics.droppedState())
        + ",\"read\":"
        + statistics.read()
        + ",\"processed\":"
        + statistics.processed()
        + ",\"dead\":"
        + statistics.dead()
        + ",\"late\":"
        + statistics.late()
        + ",\"filtered\":"
        + statistics.filtered()
        + ",\"lateTotal\":"
        + statistics.lateTotal()
        + ",\"errors\":"
        + statistics.errors()
        + ",\"deadLetters\":"
        + statistics.deadLetters()
        + ",\"wallMillis\":"
        + wallNanos / 1_000_000
        + ",\"eventsPerSecond\":"
        + eventsPerSecond()
        + "}\n";
  }

  private static String object(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
