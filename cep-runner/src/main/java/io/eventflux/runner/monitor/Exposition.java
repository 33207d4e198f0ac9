package io.eventflux.runner.monitor;

import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.metric.MetricSet;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of an app as Prometheus reads them. Numbers are read when they are written. Any
 * thread.
 */
final class Exposition {
  private static final String COUNTER_SUFFIX = "_total";

  private final MetricSet metrics;
  private final ExpositionFormats formats = ExpositionFormats.init();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final Map<String, LatencyCollector> histograms = new LinkedHashMap<>();
  private int knownCount;

  Exposition(MetricSet metrics) {
    this.metrics = metrics;
  }

  /**
   * The media type of what {@link #write} writes for somebody who accepts {@code accept}; null:
   * anything. Whoever wants the protobuf form, which is not part of this program, gets text.
   */
  String contentType(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    return writer.isAvailable()
        ? writer.getContentType()
        : formats.getPrometheusTextFormatWriter().getContentType();
  }

  /** Writes all metrics in the best form of those that {@code accept} names; null: any. */
  void write(OutputStream out, @Nullable String accept) throws IOException {
    takeNew();
    registry.scrape(out, contentType(accept));
  }

  /** Metrics may have been added since the last time. */
  private synchronized void takeNew() {
    for (Metric metric : metrics.metricsFrom(knownCount)) {
      take(metric);
      knownCount++;
    }
  }

  private void take(Metric metric) {
    MetricDescriptor descriptor = metric.descriptor();
    if (metric instanceof Metric.OfCounter counter) {
      String name = descriptor.name();
      // Prometheus' own library puts the end of the name back.
      FunctionCounter.builder(
              name.substring(0, name.length() - COUNTER_SUFFIX.length()),
              counter,
              each -> each.count().getAsLong())
          .description(descriptor.help())
          .tags(tags(metric))
          .register(registry);
    } else if (metric instanceof Metric.OfGauge gauge) {
      Gauge.builder(descriptor.name(), gauge, each -> each.value().getAsDouble())
          .description(descriptor.help())
          .tags(tags(metric))
          .strongReference(true)
          .register(registry);
    } else if (metric instanceof Metric.OfHistogram histogram) {
      histograms
          .computeIfAbsent(descriptor.name(), name -> newHistogram(descriptor))
          .add(histogram);
    }
  }

  /** Micrometer shows no histogram that is counted elsewhere; the library below it does. */
  private LatencyCollector newHistogram(MetricDescriptor descriptor) {
    LatencyCollector collector = new LatencyCollector(descriptor);
    registry.getPrometheusRegistry().register(collector);
    return collector;
  }

  private static List<Tag> tags(Metric metric) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < metric.labelValues().size(); i++) {
      tags.add(Tag.of(metric.descriptor().labels().get(i), metric.labelValues().get(i)));
    }
    return tags;
  }
}
