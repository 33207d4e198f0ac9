package io.eventflux.core.pipeline;

import io.eventflux.core.metric.Counter;
import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.metric.MetricDescriptor.Kind;
import io.eventflux.core.metric.MetricDescriptor.Unit;
import io.eventflux.core.metric.MetricSet;
import io.eventflux.core.time.EngineClock;
import java.util.List;
import java.util.function.LongSupplier;

/** The metrics of pipelines: their descriptors, and where the numbers are read. Stateless. */
public final class PipelineMetrics {
  private static final String EVENTS = "Events";
  private static final String TIME = "Time";
  private static final String RINGS = "Rings";
  private static final String OPERATORS = "Operators";

  private static final double MILLIS_PER_SECOND = 1e3;

  private static final MetricDescriptor STREAM_ROWS =
      new MetricDescriptor(
          "eventflux_stream_rows_total",
          Kind.COUNTER,
          Unit.ROWS,
          EVENTS,
          List.of("app", "stream"),
          "Rows that went through the stream, wherever they came from.");

  private static final MetricDescriptor QUERY_ROWS_IN =
      new MetricDescriptor(
          "eventflux_query_rows_in_total",
          Kind.COUNTER,
          Unit.ROWS,
          EVENTS,
          List.of("app", "query"),
          "Rows of the streams that the query reads; twice where it reads a stream twice.");

  private static final MetricDescriptor QUERY_ROWS_OUT =
      new MetricDescriptor(
          "eventflux_query_rows_out_total",
          Kind.COUNTER,
          Unit.ROWS,
          EVENTS,
          List.of("app", "query"),
          "Rows that the query put out.");

  private static final MetricDescriptor WATERMARK_LAG =
      new MetricDescriptor(
          "eventflux_watermark_lag_seconds",
          Kind.GAUGE,
          Unit.SECONDS,
          TIME,
          List.of("app", "stream"),
          "How far the watermark of the stream is behind the clock of the app. NaN before the first"
              + " row with a time; 0 when no more rows can come.");

  private static final MetricDescriptor STREAM_LATE_ROWS =
      new MetricDescriptor(
          "eventflux_stream_late_rows_total",
          Kind.COUNTER,
          Unit.ROWS,
          TIME,
          List.of("app", "stream"),
          "Rows that had no event time, whether a late stream took them or not.");

  private static final MetricDescriptor RING_ROWS =
      new MetricDescriptor(
          "eventflux_ring_rows",
          Kind.GAUGE,
          Unit.ROWS,
          RINGS,
          List.of("app", "pipeline"),
          "Rows in the ring: arrived, and not yet processed.");

  private static final MetricDescriptor RING_CAPACITY =
      new MetricDescriptor(
          "eventflux_ring_capacity_rows",
          Kind.GAUGE,
          Unit.ROWS,
          RINGS,
          List.of("app", "pipeline"),
          "Rows that the ring holds. When it is full, sources and callers wait.");

  private static final MetricDescriptor OPERATOR_LATE_ROWS =
      new MetricDescriptor(
          "eventflux_operator_late_rows_total",
          Kind.COUNTER,
          Unit.ROWS,
          OPERATORS,
          List.of("app", "operator"),
          "Rows that came behind the watermark and too late for the operator.");

  private static final MetricDescriptor OPERATOR_FAILED_ROWS =
      new MetricDescriptor(
          "eventflux_operator_failed_rows_total",
          Kind.COUNTER,
          Unit.ROWS,
          OPERATORS,
          List.of("app", "operator"),
          "Rows that the operator could not process.");

  private static final MetricDescriptor OPERATOR_DROPPED_STATE =
      new MetricDescriptor(
          "eventflux_operator_dropped_state_total",
          Kind.COUNTER,
          Unit.COUNT,
          OPERATORS,
          List.of("app", "operator"),
          "Pieces of state, as partial matches, that the operator gave up at a declared bound.");

  private static final List<MetricDescriptor> DESCRIPTORS =
      List.of(
          STREAM_ROWS,
          QUERY_ROWS_IN,
          QUERY_ROWS_OUT,
          WATERMARK_LAG,
          STREAM_LATE_ROWS,
          RING_ROWS,
          RING_CAPACITY,
          OPERATOR_LATE_ROWS,
          OPERATOR_FAILED_ROWS,
          OPERATOR_DROPPED_STATE);

  private PipelineMetrics() {}

  /** What {@link #add} adds, in order. */
  public static List<MetricDescriptor> descriptors() {
    return DESCRIPTORS;
  }

  /**
   * Adds the metrics of {@code pipeline}.
   *
   * @param app the name of the app
   * @param clock the clock of the app, which watermarks are compared with
   */
  public static void add(MetricSet metrics, String app, Pipeline pipeline, EngineClock clock) {
    for (StreamHub hub : pipeline.graph().hubs()) {
      List<String> labels = List.of(app, hub.node().name());
      add(metrics, STREAM_ROWS, labels, hub.rowCount());
      if (hub.node().watermark() != null) {
        add(metrics, STREAM_LATE_ROWS, labels, hub.lateCount());
        metrics.add(
            new Metric.OfGauge(
                WATERMARK_LAG, labels, () -> lagSeconds(hub.watermark().value(), clock)));
      }
    }
    pipeline
        .graph()
        .queries()
        .forEach(
            (query, step) -> {
              List<String> labels = List.of(app, query);
              metrics.add(
                  new Metric.OfCounter(QUERY_ROWS_IN, labels, rowsOf(pipeline.graph(), query)));
              add(metrics, QUERY_ROWS_OUT, labels, step.rowCount());
            });
    List<String> ring = List.of(app, Integer.toString(pipeline.number()));
    metrics.add(
        new Metric.OfGauge(
            RING_ROWS,
            ring,
            () -> pipeline.junction().capacity() - pipeline.junction().remainingCapacity()));
    metrics.add(new Metric.OfGauge(RING_CAPACITY, ring, () -> pipeline.junction().capacity()));
    for (NodeContext context : pipeline.graph().contexts()) {
      List<String> labels = List.of(app, context.operatorId());
      add(metrics, OPERATOR_LATE_ROWS, labels, context.lateCount());
      add(metrics, OPERATOR_FAILED_ROWS, labels, context.failureCount());
      add(metrics, OPERATOR_DROPPED_STATE, labels, context.droppedStateCount());
    }
  }

  /** The rows of all streams that {@code query} reads. */
  private static LongSupplier rowsOf(OperatorGraph graph, String query) {
    List<StreamHub> streams = graph.streamsOf(query);
    return () -> {
      long rows = 0;
      for (StreamHub stream : streams) {
        rows += stream.rowCount().value();
      }
      return rows;
    };
  }

  private static void add(
      MetricSet metrics, MetricDescriptor descriptor, List<String> labels, Counter counter) {
    metrics.add(new Metric.OfCounter(descriptor, labels, counter::value));
  }

  private static double lagSeconds(long watermarkMillis, EngineClock clock) {
    if (watermarkMillis == Long.MIN_VALUE) {
      return Double.NaN;
    }
    if (watermarkMillis == Long.MAX_VALUE) {
      return 0;
    }
    return ((double) clock.millis() - watermarkMillis) / MILLIS_PER_SECOND;
  }
}
