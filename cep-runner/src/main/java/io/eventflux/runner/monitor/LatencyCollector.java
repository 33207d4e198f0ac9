package io.eventflux.runner.monitor;

import io.eventflux.core.metric.Histogram;
import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Shows histograms of nanoseconds as one metric in seconds, with bounds at 1, 2 and 5 of each
 * decade from a microsecond to 50 seconds. Any thread.
 */
final class LatencyCollector implements Collector {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long FIRST_BOUND_NANOS = 1_000;
  private static final int DECADES = 8;
  private static final long[] STEPS = {1, 2, 5};
  private static final long[] BOUNDS_NANOS = boundsNanos();

  private final MetricDescriptor descriptor;
  private final List<Metric.OfHistogram> series = new CopyOnWriteArrayList<>();

  LatencyCollector(MetricDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  private static long[] boundsNanos() {
    long[] bounds = new long[DECADES * STEPS.length];
    long decade = FIRST_BOUND_NANOS;
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = decade * STEPS[i % STEPS.length];
      if (i % STEPS.length == STEPS.length - 1) {
        decade *= 10;
      }
    }
    return bounds;
  }

  void add(Metric.OfHistogram histogram) {
    series.add(histogram);
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot.Builder metric =
        HistogramSnapshot.builder().name(descriptor.name()).help(descriptor.help());
    for (Metric.OfHistogram each : series) {
      Histogram.Snapshot snapshot = each.nanos().snapshot();
      metric.dataPoint(
          HistogramDataPointSnapshot.builder()
              .classicHistogramBuckets(buckets(snapshot))
              .sum(snapshot.sum() / NANOS_PER_SECOND)
              .labels(Labels.of(descriptor.labels(), each.labelValues()))
              .build());
    }
    return metric.build();
  }

  private static ClassicHistogramBuckets buckets(Histogram.Snapshot snapshot) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long[] upTo = snapshot.countsUpTo(BOUNDS_NANOS);
    long before = 0;
    for (int i = 0; i < upTo.length; i++) {
      buckets.bucket(BOUNDS_NANOS[i] / NANOS_PER_SECOND, upTo[i] - before);
      before = upTo[i];
    }
    return buckets.bucket(Double.POSITIVE_INFINITY, snapshot.count() - before).build();
  }
}
