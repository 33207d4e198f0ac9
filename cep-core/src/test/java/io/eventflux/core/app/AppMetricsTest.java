package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.compare;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.metric.Histogram;
import io.eventflux.core.metric.Metric;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an app measures, read by way of its descriptors. */
@Timeout(60)
class AppMetricsTest {
  private static final RowSchema NUMBERS = schema("n", Type.INT);
  private static final RowSchema TIMED = schema("n", Type.INT, "ts", Type.LONG);

  private final VirtualClock clock = new VirtualClock(0);
  private final FakeConnectors connectors = new FakeConnectors();

  private RuntimeOptions options(RuntimeOptions.Mode mode) {
    return RuntimeOptions.defaults()
        .withMode(mode)
        .withClock(clock)
        .withErrorListener(error -> {})
        .withConnectors(connectors.registry());
  }

  private RuntimeOptions caller() {
    return options(RuntimeOptions.Mode.CALLER_DRIVEN);
  }

  /** Counters and gauges whose name starts with {@code prefix}, by name and labels but the app. */
  private static SortedMap<String, Double> numbers(AppRuntime app, String prefix) {
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (Metric metric : app.metrics().metrics()) {
      if (metric.descriptor().name().startsWith(prefix)) {
        assertEquals(app.name(), metric.labelValues().get(0));
        String key =
            metric.descriptor().name().substring("eventflux_".length())
                + metric.labelValues().subList(1, metric.labelValues().size());
        if (metric instanceof Metric.OfCounter counter) {
          numbers.put(key, (double) counter.count().getAsLong());
        } else if (metric instanceof Metric.OfGauge gauge) {
          numbers.put(key, gauge.value().getAsDouble());
        }
      }
    }
    return numbers;
  }

  private static double number(AppRuntime app, String name) {
    SortedMap<String, Double> numbers = numbers(app, name);
    assertEquals(1, numbers.size(), name);
    return numbers.values().iterator().next();
  }

  private static Histogram.Snapshot latency(AppRuntime app) {
    return app.metrics().metrics().stream()
        .filter(Metric.OfHistogram.class::isInstance)
        .map(metric -> ((Metric.OfHistogram) metric).nanos().snapshot())
        .reduce((a, b) -> a.count() > 0 ? a : b)
        .orElseThrow();
  }

  private static PlanBuilder positive(String name) {
    PlanBuilder plan = new PlanBuilder(name);
    int in = plan.stream("In", NUMBERS);
    int filter =
        plan.filter(
            "positive/filter",
            in,
            compare(PlanOperator.GREATER, column(0, Type.INT), constant(0, Type.INT)));
    int select = plan.project("positive/select", filter, NUMBERS, null, all(NUMBERS));
    plan.insert(plan.output("positive", select), plan.derived("Out", NUMBERS));
    return plan;
  }

  @Test
  void shouldCountRowsOfStreamsAndQueries() {
    try (AppRuntime app = AppRuntime.create(positive("rows").app(), caller())) {
      app.start();
      app.input("In").send(1);
      app.input("In").sendUnit(0, AppRuntimeTest.rows(-3, 4));

      assertEquals(
          "{query_rows_in_total[positive]=3.0, query_rows_out_total[positive]=2.0}",
          numbers(app, "eventflux_query").toString());
      assertEquals(
          "{stream_rows_total[In]=3.0, stream_rows_total[Out]=2.0}",
          numbers(app, "eventflux_stream").toString());
    }
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldAccountForEveryEvent(RuntimeOptions.Mode mode) {
    connectors.source("in").row(0, 1, 1_000L).broken("x").row(0, 2, null).row(0, 3, 3_000L);
    connectors.sink("out");
    PlanBuilder plan = new PlanBuilder("identity").source("In", "in");
    int in =
        plan.stream("In", TIMED, new PlanNode.Watermark(1, 0, null), PlanNode.Dispatch.RANGE, true);
    int out = plan.derived("Out", TIMED);
    plan.insert(plan.output("q", plan.project("q/select", in, TIMED, null, all(TIMED))), out);
    plan.sink("Out", out, "out");
    plan.stream("Unread", NUMBERS);
    try (AppRuntime app = AppRuntime.create(plan.app(), options(mode))) {
      app.start();
      app.input("Unread").sendUnit(0, AppRuntimeTest.rows(1, 2, 3));
      app.runToEnd();

      assertEquals(
          "{events_dead_total[]=1.0, events_filtered_total[]=3.0, events_late_total[]=1.0,"
              + " events_processed_total[]=2.0, events_read_total[]=7.0}",
          numbers(app, "eventflux_events").toString());
      assertEquals(3, number(app, "eventflux_source_rows_total"));
      assertEquals(2, number(app, "eventflux_sink_rows_total"));
      assertEquals(1, number(app, "eventflux_errors_total"));
      assertEquals(1, number(app, "eventflux_stream_late_rows_total"));
    }
  }

  @Test
  void shouldShowHowFarWatermarksAreBehindTheClock() {
    PlanBuilder plan = new PlanBuilder("lag");
    int in =
        plan.stream(
            "In", TIMED, new PlanNode.Watermark(1, 2_000, null), PlanNode.Dispatch.RANGE, true);
    plan.output("q", plan.project("q/select", in, TIMED, null, all(TIMED)));
    AppRuntime app = AppRuntime.create(plan.app(), caller());
    String name = "eventflux_watermark_lag_seconds";
    assertEquals(Double.NaN, number(app, name));
    app.start();
    clock.advanceTo(10_000);
    app.input("In").send(1, 9_500L);
    assertEquals(2.5, number(app, name));
    app.advanceTo(12_000);
    assertEquals(4.5, number(app, name));

    byte[] state = app.snapshot();
    app.close();
    AppRuntime again = AppRuntime.create(plan.app(), caller());
    again.restore(state);

    assertEquals(4.5, number(again, name));
    again.start();
    again.runToEnd();
    assertEquals(0, number(again, name));
    again.close();
  }

  @Test
  void shouldMeasureFromArrivalToTheEndOfTheRange() {
    try (AppRuntime app = AppRuntime.create(positive("latency").app(), caller())) {
      app.subscribe("Out", (batch, lo, hi) -> clock.advanceTo(clock.millis() + 7));
      app.start();

      app.input("In").send(-1);
      assertEquals(1, latency(app).count());
      assertEquals(0, latency(app).greatest());
      app.input("In").sendUnit(0, AppRuntimeTest.rows(1, 2, 3));

      assertEquals(4, latency(app).count());
      assertEquals(7_000_000, latency(app).greatest());
      assertEquals(21_000_000, latency(app).sum());
      assertEquals(0, latency(app).quantile(0.25));
      assertEquals(7_000_000, latency(app).quantile(0.26));
    }
  }

  @Test
  void shouldMeasureACallInPlaceByItsEnd() {
    try (AppRuntime app = AppRuntime.create(positive("place").app(), caller())) {
      app.subscribe("Out", (batch, lo, hi) -> clock.advanceTo(clock.millis() + 10));
      app.start();
      ColumnBatch rows = app.input("In").newBatch(64);
      for (int i = 0; i < 64; i++) {
        RowValues.set("In", NUMBERS, rows, i, List.of(i + 1));
      }
      app.input("In").publish(rows, 0, 64);

      assertEquals(64, latency(app).count());
      assertEquals(64 * 10_000_000, latency(app).sum());
    }
  }

  @Test
  void shouldMeasureTheWaitForRoomInTheRing() {
    // Ranges of half a ring, two rows: the last of six rows has waited for two others.
    try (AppRuntime app = AppRuntime.create(positive("full").app(), caller().withRingCapacity(4))) {
      app.subscribe("Out", (batch, lo, hi) -> clock.advanceTo(clock.millis() + 10));
      app.start();
      ColumnBatch rows = app.input("In").newBatch(6);
      for (int i = 0; i < 6; i++) {
        RowValues.set("In", NUMBERS, rows, i, List.of(i + 1));
      }
      // Rows that belong together go through the ring.
      rows.units(new int[] {0, 0, 1, 1, 2, 2});
      app.input("In").publish(rows, 0, 6);

      assertEquals(6, latency(app).count());
      assertEquals(30_000_000, latency(app).greatest());
      assertEquals(2 * 10_000_000 + 2 * 20_000_000 + 2 * 30_000_000, latency(app).sum());
    }
  }

  @Test
  void shouldMeasureEveryRowWhateverTheNumberOfCalls() {
    RuntimeOptions threaded = options(RuntimeOptions.Mode.THREADED).withRingCapacity(1024);
    AppRuntime app = AppRuntime.create(positive("threads").app(), threaded);
    app.start();
    for (int i = 0; i < 5_000; i++) {
      app.input("In").send(i);
    }
    app.runToEnd();
    app.close();

    assertEquals(5_000, latency(app).count());
    assertEquals(0, latency(app).greatest(), "the clock has not moved");
  }

  @Test
  void shouldShowTheRing() {
    try (AppRuntime app =
        AppRuntime.create(positive("ring").app(), caller().withRingCapacity(16))) {
      double[] seen = {-1};
      app.subscribe("Out", (batch, lo, hi) -> seen[0] = number(app, "eventflux_ring_rows"));
      app.start();
      app.input("In").sendUnit(0, AppRuntimeTest.rows(1, 2, 3));

      assertEquals(3, seen[0], "while its rows are processed");
      assertEquals(0, number(app, "eventflux_ring_rows"));
      assertEquals(16, number(app, "eventflux_ring_capacity_rows"));
    }
  }

  @Test
  void shouldSayWhetherTheAppRuns() {
    AppRuntime app = AppRuntime.create(positive("life").app(), caller());
    assertEquals(AppRuntime.Status.CREATED, app.status());
    assertEquals(0, number(app, "eventflux_app_running"));
    app.start();
    assertEquals(AppRuntime.Status.RUNNING, app.status());
    assertEquals(1, number(app, "eventflux_app_running"));
    app.close();
    assertEquals(AppRuntime.Status.STOPPED, app.status());
    assertEquals(0, number(app, "eventflux_app_running"));
  }

  @Test
  void shouldSayThatAnAppHasFailed() {
    connectors.source("in").failing(new IOException("gone"));
    PlanBuilder plan = new PlanBuilder("failing").source("In", "in");
    plan.stream("In", NUMBERS);
    AppRuntime app = AppRuntime.create(plan.app(), caller());
    app.start();
    assertThrows(AppFailedException.class, app::runToEnd);
    assertEquals(AppRuntime.Status.FAILED, app.status());
    app.close();
    assertEquals(AppRuntime.Status.FAILED, app.status());
  }

  @Test
  void shouldShowCheckpointsAsSoonAsTheyAreTold() {
    try (AppRuntime app = AppRuntime.create(positive("saved").app(), caller())) {
      assertEquals("{}", numbers(app, "eventflux_checkpoint").toString());

      CheckpointMetrics told = app.checkpointMetrics();
      assertSame(told, app.checkpointMetrics());

      assertEquals(
          "{checkpoint_age_seconds[]=NaN, checkpoint_duration_seconds[]=NaN,"
              + " checkpoint_size_bytes[]=NaN, checkpoints_completed_total[]=0.0,"
              + " checkpoints_failed_total[]=0.0}",
          numbers(app, "eventflux_checkpoint").toString());
      assertEquals(Double.NaN, number(app, "eventflux_recovery_duration_seconds"));

      told.recovered(250_000_000);
      told.failed();
      // Far ahead of any clock, so that the age shows its sign.
      told.completed(4_096, 1_500_000, Long.MAX_VALUE / 2);
      told.completed(8_192, 2_500_000, Long.MAX_VALUE / 2);

      SortedMap<String, Double> numbers = numbers(app, "eventflux_checkpoint");
      assertTrue(numbers.remove("checkpoint_age_seconds[]") < 0);
      assertEquals(
          "{checkpoint_duration_seconds[]=0.0025, checkpoint_size_bytes[]=8192.0,"
              + " checkpoints_completed_total[]=2.0, checkpoints_failed_total[]=1.0}",
          numbers.toString());
      assertEquals(0.25, number(app, "eventflux_recovery_duration_seconds"));
    }
  }

  @Test
  void shouldDescribeEachMetricOnce() {
    Set<String> names = new HashSet<>();
    for (MetricDescriptor descriptor : AppMetrics.descriptors()) {
      assertTrue(names.add(descriptor.name()), descriptor.name());
      assertEquals("app", descriptor.labels().get(0));
      assertTrue(descriptor.help().endsWith("."), descriptor.help());
    }
  }
}
