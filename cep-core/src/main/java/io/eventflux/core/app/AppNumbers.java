package io.eventflux.core.app;

import io.eventflux.core.metric.MetricSet;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.PipelineCounts;
import io.eventflux.core.time.EngineClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What an app has counted, added up over its parts. Any thread, also while it runs. */
final class AppNumbers {
  private final AppRuntime app;
  private final AppParts parts;
  private final AppErrors errors;

  /** Ends of input, and moves of the clock by a caller. */
  private final AtomicLong signalCount = new AtomicLong();

  private final Object metricsMonitor = new Object();
  private @Nullable MetricSet metrics;
  private @Nullable CheckpointMetrics checkpointMetrics;

  AppNumbers(AppRuntime app, AppParts parts, AppErrors errors) {
    this.app = app;
    this.parts = parts;
    this.errors = errors;
  }

  /** What the app has done so far. Any thread, also while it runs. */
  AppStatistics statistics() {
    Map<String, Long> sourceRows = new LinkedHashMap<>();
    for (SourceDriver source : parts.sources()) {
      sourceRows.merge(source.plan().stream(), source.feed().rowCount(), Long::sum);
    }
    long processed = processedCount();
    long dead = deadCount();
    long late = lateCount();
    long filtered = filteredCount();
    Map<String, Long> streams = new LinkedHashMap<>();
    Map<String, Long> queries = new LinkedHashMap<>();
    Map<String, Long> lateRows = new LinkedHashMap<>();
    Map<String, Long> rowErrors = new LinkedHashMap<>();
    Map<String, Long> droppedState = new LinkedHashMap<>();
    for (Pipeline pipeline : parts.pipelines()) {
      PipelineCounts counts = pipeline.counts();
      streams.putAll(counts.streamRowCounts());
      queries.putAll(counts.queryRowCounts());
      lateRows.putAll(counts.lateCounts());
      rowErrors.putAll(counts.failureCounts());
      droppedState.putAll(counts.droppedStateCounts());
    }
    Map<String, Long> sinkRows = new LinkedHashMap<>();
    parts
        .sinks()
        .forEach(sink -> sinkRows.merge(sink.streamOfPlan(), sink.rowCount().value(), Long::sum));
    return new AppStatistics(
        readCount(),
        processed,
        dead,
        late,
        filtered,
        streams,
        queries,
        lateRows,
        rowErrors,
        droppedState,
        sourceRows,
        sinkRows,
        errors.errorCount(),
        errors.deadLetterCount());
  }

  /** Events that came in. */
  long readCount() {
    long read = deadCount();
    read += parts.feedRowCount();
    return read;
  }

  /** Rows with a place in time, or in a stream without event time, that something reads. */
  long processedCount() {
    long processed = 0;
    for (Pipeline pipeline : parts.pipelines()) {
      processed += pipeline.counts().processedCount() - pipeline.counts().untimedCount();
    }
    return processed;
  }

  /** Events that could not be turned into a row. */
  long deadCount() {
    return parts.sources().stream().mapToLong(source -> source.rejectedCount().get()).sum();
  }

  /** Rows without an event time. */
  long lateCount() {
    return parts.pipelines().stream()
        .map(Pipeline::counts)
        .mapToLong(PipelineCounts::untimedCount)
        .sum();
  }

  /** Rows that nothing reads. */
  long filteredCount() {
    return parts.pipelines().stream()
        .map(Pipeline::counts)
        .mapToLong(PipelineCounts::unreadCount)
        .sum();
  }

  /** Something has happened that is no event, and may change the state. */
  void countSignal() {
    signalCount.incrementAndGet();
  }

  /** Grows with everything that comes in, so that nothing has come in while it stays the same. */
  long workCount() {
    long count = errors.errorCount();
    for (Pipeline pipeline : parts.pipelines()) {
      count += pipeline.counts().takenCount();
    }
    return count;
  }

  /** As {@link #workCount}, and grows with everything else that may change the state. */
  long activityCount() {
    return workCount() + signalCount.get();
  }

  /** See {@link AppRuntime#metrics}. */
  MetricSet metrics() {
    synchronized (metricsMonitor) {
      MetricSet known = metrics;
      if (known == null) {
        known = AppMetrics.of(app);
        metrics = known;
      }
      return known;
    }
  }

  /** See {@link AppRuntime#checkpointMetrics}. */
  CheckpointMetrics checkpointMetrics() {
    synchronized (metricsMonitor) {
      CheckpointMetrics known = checkpointMetrics;
      if (known == null) {
        known = new CheckpointMetrics();
        known.addTo(metrics(), app.name(), EngineClock.system());
        checkpointMetrics = known;
      }
      return known;
    }
  }
}
