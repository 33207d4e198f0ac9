package io.eventflux.core.app;

import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.metric.MetricDescriptor.Kind;
import io.eventflux.core.metric.MetricDescriptor.Unit;
import io.eventflux.core.metric.MetricSet;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.PipelineMetrics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The metrics of apps. They show the numbers of {@link AppStatistics} and some more; nothing is
 * counted for them alone. Stateless.
 */
public final class AppMetrics {
  private static final List<String> APP = List.of("app");
  private static final List<String> APP_AND_STREAM = List.of("app", "stream");
  private static final String EVENTS = "Events";
  private static final String TIME = "Time";

  private static final Set<AppRuntime.Status> OPEN =
      EnumSet.of(AppRuntime.Status.RUNNING, AppRuntime.Status.DEGRADED);

  private static final MetricDescriptor RUNNING =
      new MetricDescriptor(
          "eventflux_app_running",
          Kind.GAUGE,
          Unit.FLAG,
          "App",
          APP,
          "1 from the moment when sources and sinks are open until the app stops or fails, else 0.");

  private static final MetricDescriptor DEGRADED =
      new MetricDescriptor(
          "eventflux_app_degraded",
          Kind.GAUGE,
          Unit.FLAG,
          "App",
          APP,
          "1 while the app reads no sources because a disk is full, else 0.");

  private static final MetricDescriptor READ =
      total(
          "events_read",
          "Events that came in: from sources, callers, start rows and dead letters.");

  private static final MetricDescriptor PROCESSED =
      total("events_processed", "Of the events read, those that something in the app processed.");

  private static final MetricDescriptor DEAD =
      total("events_dead", "Of the events read, those that could not be turned into a row.");

  private static final MetricDescriptor LATE =
      total(
          "events_late",
          "Of the events read, those without an event time in a stream that declares one.");

  private static final MetricDescriptor FILTERED =
      total(
          "events_filtered", "Of the events read, those of streams that nothing in the app reads.");

  private static final MetricDescriptor ERRORS =
      total("errors", "Events and rows that failed anywhere, all kinds together.");

  private static final MetricDescriptor DEAD_LETTERS =
      total("dead_letters", "Rows that were inserted into dead-letter streams.");

  private static final MetricDescriptor SOURCE_ROWS =
      new MetricDescriptor(
          "eventflux_source_rows_total",
          Kind.COUNTER,
          Unit.ROWS,
          EVENTS,
          APP_AND_STREAM,
          "Rows that sources delivered for the stream.");

  private static final MetricDescriptor SOURCE_IN_FLIGHT =
      new MetricDescriptor(
          "eventflux_source_in_flight_bytes",
          Kind.GAUGE,
          Unit.BYTES,
          EVENTS,
          APP_AND_STREAM,
          "Bytes that sources have handed over for the stream and that are not processed yet. A"
              + " source waits while there are as many as its max-in-flight allows.");

  private static final MetricDescriptor SINK_ROWS =
      new MetricDescriptor(
          "eventflux_sink_rows_total",
          Kind.COUNTER,
          Unit.ROWS,
          EVENTS,
          APP_AND_STREAM,
          "Rows of the stream that sinks took.");

  private static final MetricDescriptor LATENCY =
      new MetricDescriptor(
          "eventflux_event_latency_seconds",
          Kind.HISTOGRAM,
          Unit.SECONDS,
          TIME,
          List.of("app", "pipeline"),
          "Time from the moment when rows are handed to the ring, waiting for room included, to the"
              + " end of the processing of the range that they are part of. Measured once a range:"
              + " all its rows count as old as the oldest. Where callers drive the app, of their calls"
              + " with fewer than 64 rows one in 64 is measured.");

  private static final List<MetricDescriptor> DESCRIPTORS = allDescriptors();

  private AppMetrics() {}

  private static MetricDescriptor total(String what, String help) {
    return new MetricDescriptor(
        "eventflux_" + what + "_total", Kind.COUNTER, Unit.COUNT, EVENTS, APP, help);
  }

  /** Section by section, in the order in which sections first appear. */
  private static List<MetricDescriptor> allDescriptors() {
    List<MetricDescriptor> all = new ArrayList<>();
    all.addAll(
        List.of(RUNNING, DEGRADED, READ, PROCESSED, DEAD, LATE, FILTERED, ERRORS, DEAD_LETTERS));
    all.addAll(List.of(SOURCE_ROWS, SOURCE_IN_FLIGHT, SINK_ROWS, LATENCY));
    all.addAll(PipelineMetrics.descriptors());
    all.addAll(CheckpointMetrics.descriptors());
    Map<String, List<MetricDescriptor>> sections = new LinkedHashMap<>();
    for (MetricDescriptor each : all) {
      sections.computeIfAbsent(each.section(), section -> new ArrayList<>()).add(each);
    }
    return sections.values().stream().flatMap(List::stream).toList();
  }

  /** Everything that an app may measure, section by section. */
  public static List<MetricDescriptor> descriptors() {
    return DESCRIPTORS;
  }

  /** The metrics of {@code runtime}, without those of checkpoints. */
  static MetricSet of(AppRuntime runtime) {
    MetricSet metrics = new MetricSet();
    String app = runtime.name();
    List<String> labels = List.of(app);
    metrics.add(new Metric.OfGauge(RUNNING, labels, () -> OPEN.contains(runtime.status()) ? 1 : 0));
    metrics.add(
        new Metric.OfGauge(
            DEGRADED, labels, () -> runtime.status() == AppRuntime.Status.DEGRADED ? 1 : 0));
    counter(metrics, READ, labels, runtime.numbers()::readCount);
    counter(metrics, PROCESSED, labels, runtime.numbers()::processedCount);
    counter(metrics, DEAD, labels, runtime.numbers()::deadCount);
    counter(metrics, LATE, labels, runtime.numbers()::lateCount);
    counter(metrics, FILTERED, labels, runtime.numbers()::filteredCount);
    counter(metrics, ERRORS, labels, runtime.errors()::errorCount);
    counter(metrics, DEAD_LETTERS, labels, runtime.errors()::deadLetterCount);
    byStream(
        metrics,
        SOURCE_ROWS,
        app,
        runtime.parts().sources(),
        source -> source.plan().stream(),
        source -> source.feed().rowCount());
    byStream(
        metrics,
        SOURCE_IN_FLIGHT,
        app,
        runtime.parts().sources(),
        source -> source.plan().stream(),
        source -> source.inFlight().sizeBytes());
    byStream(
        metrics,
        SINK_ROWS,
        app,
        runtime.parts().sinks(),
        SinkDriver::streamOfPlan,
        sink -> sink.rowCount().value());
    for (Pipeline pipeline : runtime.pipelines()) {
      metrics.add(
          new Metric.OfHistogram(
              LATENCY,
              List.of(app, Integer.toString(pipeline.number())),
              runtime.parts().latencyOf(pipeline).nanos()));
      PipelineMetrics.add(metrics, app, pipeline, runtime.time().rowClock());
    }
    return metrics;
  }

  private static void counter(
      MetricSet metrics, MetricDescriptor descriptor, List<String> labels, LongSupplier count) {
    metrics.add(new Metric.OfCounter(descriptor, labels, count));
  }

  /** A series for each stream that has connectors, for all of them together. */
  private static <T> void byStream(
      MetricSet metrics,
      MetricDescriptor descriptor,
      String app,
      List<T> connectors,
      Function<T, String> stream,
      ToLongFunction<T> number) {
    Map<String, List<T>> byStream = new LinkedHashMap<>();
    for (T connector : connectors) {
      byStream.computeIfAbsent(stream.apply(connector), key -> new ArrayList<>()).add(connector);
    }
    byStream.forEach(
        (name, members) -> {
          List<String> labels = List.of(app, name);
          LongSupplier sum = () -> members.stream().mapToLong(number).sum();
          metrics.add(
              descriptor.kind() == Kind.COUNTER
                  ? new Metric.OfCounter(descriptor, labels, sum)
                  : new Metric.OfGauge(descriptor, labels, sum::getAsLong));
        });
  }
}
