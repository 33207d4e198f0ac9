package io.eventflux.core.metric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All metrics of one app, in the order in which they were added. Metrics are never removed, so a
 * reader may go on where it stopped. Any thread.
 */
public final class MetricSet {
  /** What tells a series from all others. */
  private record Key(String name, List<String> labelValues) {}

  private final List<Metric> metrics = new ArrayList<>();
  private final Set<Key> keys = new HashSet<>();

  /**
   * Adds a series.
   *
   * @throws IllegalArgumentException if the series is there already
   */
  public synchronized void add(Metric metric) {
    if (!keys.add(new Key(metric.descriptor().name(), metric.labelValues()))) {
      throw new IllegalArgumentException(
          "metric '" + metric.descriptor().name() + "' has " + metric.labelValues() + " twice");
    }
    metrics.add(metric);
  }

  /** What has been added so far, in order. */
  public synchronized List<Metric> metrics() {
    return List.copyOf(metrics);
  }

  /** What has been added behind the first {@code count} metrics, in order. */
  public synchronized List<Metric> metricsFrom(int count) {
    return List.copyOf(metrics.subList(count, metrics.size()));
  }
}
