package io.eventflux.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.metric.MetricDescriptor.Kind;
import io.eventflux.core.metric.MetricDescriptor.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricSetTest {
  private static final MetricDescriptor ROWS =
      new MetricDescriptor(
          "rows_total", Kind.COUNTER, Unit.ROWS, "Events", List.of("stream"), "Rows.");
  private static final MetricDescriptor LAG =
      new MetricDescriptor("lag_seconds", Kind.GAUGE, Unit.SECONDS, "Time", List.of(), "Lag.");

  private static String refusal(Runnable action) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void shouldKeepMetricsInOrderAndReadThemLive() {
    MetricSet metrics = new MetricSet();
    Counter count = new Counter();
    Gauge lag = new Gauge(5);
    metrics.add(new Metric.OfCounter(ROWS, List.of("S"), count::value));
    metrics.add(new Metric.OfGauge(LAG, List.of(), lag::value));
    count.add(3);
    lag.set(7);

    Metric.OfCounter first = (Metric.OfCounter) metrics.metrics().get(0);
    Metric.OfGauge second = (Metric.OfGauge) metrics.metricsFrom(1).get(0);

    assertEquals(3, first.count().getAsLong());
    assertEquals(7, second.value().getAsDouble());
    assertEquals(List.of(), metrics.metricsFrom(2));
  }

  @Test
  void shouldRefuseASeriesTwice() {
    MetricSet metrics = new MetricSet();
    metrics.add(new Metric.OfCounter(ROWS, List.of("S"), () -> 1));
    metrics.add(new Metric.OfCounter(ROWS, List.of("T"), () -> 2));

    assertEquals(
        "metric 'rows_total' has [S] twice",
        refusal(() -> metrics.add(new Metric.OfCounter(ROWS, List.of("S"), () -> 3))));
  }

  @Test
  void shouldRefuseWhatIsNotAsDescribed() {
    assertEquals(
        "metric 'rows_total' has the labels [stream], not the values []",
        refusal(() -> new Metric.OfCounter(ROWS, List.of(), () -> 1)));
    assertEquals(
        "metric 'lag_seconds' is no COUNTER but a GAUGE",
        refusal(() -> new Metric.OfCounter(LAG, List.of(), () -> 1)));
    assertEquals(
        "metric 'rows': counters, and only they, end with _total",
        refusal(
            () -> new MetricDescriptor("rows", Kind.COUNTER, Unit.ROWS, "E", List.of(), "Rows.")));
    assertEquals(
        "metric 'Rows' is no words with underscores",
        refusal(
            () -> new MetricDescriptor("Rows", Kind.GAUGE, Unit.ROWS, "E", List.of(), "Rows.")));
    assertEquals(
        "label 'a b' is no words with underscores",
        refusal(
            () ->
                new MetricDescriptor("rows", Kind.GAUGE, Unit.ROWS, "E", List.of("a b"), "Rows.")));
  }

  @Test
  void shouldShowControlCharactersOfNamesAsEscapes() {
    Metric metric = new Metric.OfCounter(ROWS, List.of("a\u001b[2J\nb"), () -> 1);

    assertEquals(List.of("a\\u001b[2J\\u000ab"), metric.labelValues());
  }
}
