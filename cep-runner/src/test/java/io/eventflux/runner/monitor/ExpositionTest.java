package io.eventflux.runner.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.AppMetrics;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.metric.MetricSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The text that Prometheus reads, against the descriptors it is made from. */
class ExpositionTest {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)\\{(.*)\\} (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  @TempDir Path folder;

  private static String text(MetricSet metrics, @Nullable String accept) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Exposition(metrics).write(out, accept);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The value of the only series called {@code name}. */
  private static double value(String text, String name) {
    Matcher sample = SAMPLE.matcher(text);
    Double value = null;
    while (sample.find()) {
      if (sample.group(1).equals(name)) {
        assertEquals(null, value, name + " has one series");
        value = Double.parseDouble(sample.group(3));
      }
    }
    if (value == null) {
      throw new AssertionError(name + " is missing in\n" + text);
    }
    return value;
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldAccountForEveryEventInTheText(RuntimeOptions.Mode mode) throws IOException {
    String text;
    try (AppRuntime app = MeasuredApp.create(folder, mode)) {
      app.start();
      app.runToEnd();
      text = text(app.metrics(), null);
    }

    double read = value(text, "eventflux_events_read_total");
    double processed = value(text, "eventflux_events_processed_total");
    double dead = value(text, "eventflux_events_dead_total");
    double late = value(text, "eventflux_events_late_total");
    double filtered = value(text, "eventflux_events_filtered_total");

    assertEquals(read, processed + dead + late + filtered);
    // Four rides, two start rows, and the dead letter of one of them.
    assertEquals(List.of(7.0, 2.0, 1.0, 1.0, 3.0), List.of(read, processed, dead, late, filtered));
    assertEquals(1, value(text, "eventflux_dead_letters_total"));
    assertEquals(3, value(text, "eventflux_source_rows_total"));
    assertEquals(1, value(text, "eventflux_sink_rows_total"));
  }

  @Test
  void shouldShowExactlyWhatIsDescribed() throws IOException {
    String text;
    try (AppRuntime app = MeasuredApp.create(folder, RuntimeOptions.Mode.CALLER_DRIVEN)) {
      app.checkpointMetrics().completed(1_000, 2_000, 3_000);
      app.start();
      app.runToEnd();
      text = text(app.metrics(), null);
    }

    Map<String, String> described = new TreeMap<>();
    Map<String, String> labels = new TreeMap<>();
    for (MetricDescriptor each : AppMetrics.descriptors()) {
      described.put(each.name(), each.kind().name().toLowerCase(Locale.ROOT) + ": " + each.help());
      labels.put(each.name(), new TreeSet<>(each.labels()).toString());
    }
    Map<String, String> shown = new TreeMap<>();
    Matcher family = Pattern.compile("(?m)^# HELP (\\S+) (.*)\\n# TYPE \\1 (\\S+)$").matcher(text);
    while (family.find()) {
      shown.put(family.group(1), family.group(3) + ": " + family.group(2));
    }
    assertEquals(described, shown);
    assertEquals(labels, labels(text));
  }

  /** The names of the labels of each metric. */
  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(text);
    while (sample.find()) {
      Set<String> names = new TreeSet<>();
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        names.add(label.group(1));
      }
      names.remove("le");
      String name = sample.group(1).replaceFirst("_(bucket|count|sum)$", "");
      assertEquals(names.toString(), labels.getOrDefault(name, names.toString()), name);
      labels.put(name, names.toString());
    }
    return labels;
  }

  @Test
  void shouldShowLatencyInBucketsThatAddUp() throws IOException {
    AppRuntime app = MeasuredApp.create(folder, RuntimeOptions.Mode.CALLER_DRIVEN);
    app.start();
    app.runToEnd();
    app.close();

    String text = text(app.metrics(), null);

    Matcher bucket =
        Pattern.compile(
                "(?m)^eventflux_event_latency_seconds_bucket\\{app=\"measured\",pipeline=\"0\","
                    + "le=\"([^\"]+)\"\\} (\\d+)$")
            .matcher(text);
    long before = 0;
    int bucketCount = 0;
    double boundBefore = 0;
    while (bucket.find()) {
      long count = Long.parseLong(bucket.group(2));
      double bound =
          bucket.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(bucket.group(1));
      assertTrue(count >= before && bound > boundBefore, bucket.group());
      before = count;
      boundBefore = bound;
      bucketCount++;
    }
    assertEquals(25, bucketCount);
    assertEquals(Double.POSITIVE_INFINITY, boundBefore);
    long measured =
        app.metrics().metrics().stream()
            .filter(Metric.OfHistogram.class::isInstance)
            .mapToLong(metric -> ((Metric.OfHistogram) metric).nanos().snapshot().count())
            .max()
            .orElseThrow();
    assertTrue(measured > 0, "something was measured");
    assertEquals(measured, before);
  }

  @Test
  void shouldTakeMetricsThatAreAddedLater() throws IOException {
    try (AppRuntime app = MeasuredApp.create(folder, RuntimeOptions.Mode.CALLER_DRIVEN)) {
      Exposition exposition = new Exposition(app.metrics());
      ByteArrayOutputStream before = new ByteArrayOutputStream();
      exposition.write(before, null);
      assertTrue(!before.toString(StandardCharsets.UTF_8).contains("checkpoint"));

      app.checkpointMetrics().completed(4_096, 1_500_000_000, 0);
      ByteArrayOutputStream after = new ByteArrayOutputStream();
      exposition.write(after, null);

      String text = after.toString(StandardCharsets.UTF_8);
      assertEquals(4_096, value(text, "eventflux_checkpoint_size_bytes"));
      assertEquals(1.5, value(text, "eventflux_checkpoint_duration_seconds"));
      assertEquals(1, value(text, "eventflux_checkpoints_completed_total"));
      assertEquals(Double.NaN, value(text, "eventflux_recovery_duration_seconds"));
    }
  }

  @Test
  void shouldKeepHostileNamesInsideTheirLabels() throws IOException {
    String name = "a\"} 1\n# b\\c\u0007";
    MetricSet metrics = new MetricSet();
    MetricDescriptor descriptor = AppMetrics.descriptors().get(0);
    metrics.add(new Metric.OfGauge(descriptor, List.of(name), () -> 1));

    assertTrue(
        text(metrics, null).endsWith("{app=\"a\\\"} 1\\\\u000a# b\\\\c\\\\u0007\"} 1.0\n"),
        text(metrics, null));
  }

  @Test
  void shouldSpeakTheFormThatIsAskedFor() throws IOException {
    MetricSet metrics = new MetricSet();
    metrics.add(new Metric.OfGauge(AppMetrics.descriptors().get(0), List.of("a"), () -> 1));
    Exposition exposition = new Exposition(metrics);
    String plain = "text/plain; version=0.0.4; charset=utf-8";

    assertEquals(plain, exposition.contentType(null));
    assertEquals(plain, exposition.contentType("*/*"));
    assertEquals(
        plain,
        exposition.contentType(
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                + " encoding=delimited"));
    String openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assertEquals(openMetrics, exposition.contentType("application/openmetrics-text"));
    assertTrue(text(metrics, "application/openmetrics-text").endsWith("\n# EOF\n"));
    assertTrue(!text(metrics, "*/*").contains("# EOF"));
  }
}
