package io.eventflux.core.app;

import io.eventflux.core.metric.Counter;
import io.eventflux.core.metric.Gauge;
import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.metric.MetricDescriptor.Kind;
import io.eventflux.core.metric.MetricDescriptor.Unit;
import io.eventflux.core.metric.MetricSet;
import io.eventflux.core.time.EngineClock;
import java.util.List;

/**
 * What is measured of checkpoints. One thread at a time tells it what happened, in the order in
 * which it happened; any thread reads.
 */
public final class CheckpointMetrics {
  private static final String CHECKPOINTS = "Checkpoints";
  private static final List<String> LABELS = List.of("app");
  private static final long NONE = Long.MIN_VALUE;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final MetricDescriptor COMPLETED =
      new MetricDescriptor(
          "eventflux_checkpoints_completed_total",
          Kind.COUNTER,
          Unit.COUNT,
          CHECKPOINTS,
          LABELS,
          "Checkpoints that were committed.");

  private static final MetricDescriptor FAILED =
      new MetricDescriptor(
          "eventflux_checkpoints_failed_total",
          Kind.COUNTER,
          Unit.COUNT,
          CHECKPOINTS,
          LABELS,
          "Checkpoints that could not be taken or committed.");

  private static final MetricDescriptor AGE =
      new MetricDescriptor(
          "eventflux_checkpoint_age_seconds",
          Kind.GAUGE,
          Unit.SECONDS,
          CHECKPOINTS,
          LABELS,
          "Time since the last checkpoint was committed: what a crash now would repeat. NaN before"
              + " the first one.");

  private static final MetricDescriptor SIZE =
      new MetricDescriptor(
          "eventflux_checkpoint_size_bytes",
          Kind.GAUGE,
          Unit.BYTES,
          CHECKPOINTS,
          LABELS,
          "Size of the last checkpoint. NaN before the first one.");

  private static final MetricDescriptor DURATION =
      new MetricDescriptor(
          "eventflux_checkpoint_duration_seconds",
          Kind.GAUGE,
          Unit.SECONDS,
          CHECKPOINTS,
          LABELS,
          "How long the last checkpoint took, from the cut to the commit. NaN before the first one.");

  private static final MetricDescriptor RECOVERY =
      new MetricDescriptor(
          "eventflux_recovery_duration_seconds",
          Kind.GAUGE,
          Unit.SECONDS,
          CHECKPOINTS,
          LABELS,
          "How long the app took to come back from a checkpoint when it started. NaN if it started"
              + " without one.");

  private static final List<MetricDescriptor> DESCRIPTORS =
      List.of(COMPLETED, FAILED, AGE, SIZE, DURATION, RECOVERY);

  private final Counter completedCount = new Counter();
  private final Counter failedCount = new Counter();
  private final Gauge sizeBytes = new Gauge(NONE);
  private final Gauge durationNanos = new Gauge(NONE);
  private final Gauge completedMillis = new Gauge(NONE);
  private final Gauge recoveryNanos = new Gauge(NONE);

  /** Nothing has happened yet. */
  CheckpointMetrics() {}

  /** What {@link #addTo} adds, in order. */
  static List<MetricDescriptor> descriptors() {
    return DESCRIPTORS;
  }

  /**
   * A checkpoint was committed.
   *
   * @param newSizeBytes bytes that were written for it
   * @param newDurationNanos from the cut to the commit
   * @param atMillis when, by the clock of the machine, epoch milliseconds
   */
  public void completed(long newSizeBytes, long newDurationNanos, long atMillis) {
    sizeBytes.set(newSizeBytes);
    durationNanos.set(newDurationNanos);
    completedMillis.set(atMillis);
    completedCount.add(1);
  }

  /** A checkpoint could not be taken or committed; the one before still holds. */
  public void failed() {
    failedCount.add(1);
  }

  /** The app has come back from a checkpoint, which took {@code nanos}. */
  public void recovered(long nanos) {
    recoveryNanos.set(nanos);
  }

  /** Adds the metrics of the app called {@code app}; {@code clock} is the one of the machine. */
  void addTo(MetricSet metrics, String app, EngineClock clock) {
    List<String> labels = List.of(app);
    metrics.add(new Metric.OfCounter(COMPLETED, labels, completedCount::value));
    metrics.add(new Metric.OfCounter(FAILED, labels, failedCount::value));
    metrics.add(new Metric.OfGauge(AGE, labels, () -> ageSeconds(clock)));
    metrics.add(new Metric.OfGauge(SIZE, labels, () -> scaled(sizeBytes, 1)));
    metrics.add(
        new Metric.OfGauge(DURATION, labels, () -> scaled(durationNanos, NANOS_PER_SECOND)));
    metrics.add(
        new Metric.OfGauge(RECOVERY, labels, () -> scaled(recoveryNanos, NANOS_PER_SECOND)));
  }

  private double ageSeconds(EngineClock clock) {
    long at = completedMillis.value();
    return at == NONE ? Double.NaN : (clock.millis() - at) / MILLIS_PER_SECOND;
  }

  private static double scaled(Gauge gauge, double divisor) {
    long value = gauge.value();
    return value == NONE ? Double.NaN : value / divisor;
  }
}
