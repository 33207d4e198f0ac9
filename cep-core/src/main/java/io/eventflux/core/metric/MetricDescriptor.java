package io.eventflux.core.metric;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Everything that users may know about one metric. What shows metrics, the page that documents them
 * and the dashboard are made from it. Immutable.
 *
 * @param name as Prometheus shows it: words with underscores, the unit in it, {@code _total} at the
 *     end of counters
 * @param section which metrics stand together, as {@code Checkpoints}
 * @param labels what tells the series of this metric apart. The values are names that the app
 *     declares, never values of events
 * @param help one or more sentences
 */
public record MetricDescriptor(
    String name, Kind kind, Unit unit, String section, List<String> labels, String help) {
  private static final Pattern NAME = Pattern.compile("[a-z]+(_[a-z]+)*");
  private static final String COUNTER_SUFFIX = "_total";

  /** What a metric does over time. */
  public enum Kind {
    /** Only grows while the app lives. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Counts values by size. */
    HISTOGRAM
  }

  /** What one of a metric is. */
  public enum Unit {
    /** A plain count of what the help says. */
    COUNT,
    /** Rows of streams. */
    ROWS,
    /** Bytes. */
    BYTES,
    /** Seconds. */
    SECONDS,
    /** 1: yes, 0: no. */
    FLAG
  }

  /** Checks the names and copies the labels. */
  public MetricDescriptor {
    labels = List.copyOf(labels);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("metric '" + name + "' is no words with underscores");
    }
    for (String label : labels) {
      if (!NAME.matcher(label).matches()) {
        throw new IllegalArgumentException("label '" + label + "' is no words with underscores");
      }
    }
    if (name.endsWith(COUNTER_SUFFIX) != (kind == Kind.COUNTER)) {
      throw new IllegalArgumentException(
          "metric '" + name + "': counters, and only they, end with " + COUNTER_SUFFIX);
    }
  }
}
