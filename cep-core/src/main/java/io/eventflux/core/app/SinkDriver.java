package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.pipeline.RowConsumer;
import io.eventflux.core.pipeline.RowText;
import io.eventflux.core.plan.ConnectorPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One sink of an app, and what happens when it fails. Unless the text says otherwise a failing sink
 * ends the app: output is not dropped silently. Pipeline thread only, but for the counter.
 */
final class SinkDriver implements SinkContext, RowConsumer {
  private final AppRuntime app;
  private final ConnectorPlan plan;
  private final String id;
  private final Sink sink;
  private final @Nullable Encoder encoder;
  private final RowSchema schema;
  private final ErrorRule rule;
  private final Counter rowCount = new Counter();
  private boolean isOpen;
  private boolean isDirty;

  /** A sink that is not open; {@code id} names it in messages. */
  SinkDriver(
      AppRuntime app,
      ConnectorPlan plan,
      String id,
      Sink sink,
      @Nullable Encoder encoder,
      RowSchema schema) {
    this.app = app;
    this.plan = plan;
    this.id = id;
    this.sink = sink;
    this.encoder = encoder;
    this.schema = schema;
    this.rule = ErrorRule.of(plan);
  }

  String streamOfPlan() {
    return plan.stream();
  }

  Counter rowCount() {
    return rowCount;
  }

  void open() {
    try {
      isOpen = true;
      sink.open(this);
    } catch (IOException e) {
      throw failure("cannot be opened", e);
    }
  }

  @Override
  public void onRows(ColumnBatch batch, int lo, int hi) {
    isDirty = true;
    for (int attempt = 1; ; attempt++) {
      try {
        sink.write(batch, lo, hi);
        rowCount.add(hi - lo);
        return;
      } catch (IOException e) {
        if (isReaderGone(e)) {
          throw failure("cannot write", e);
        }
        ErrorRule.Strategy strategy = rule.strategy();
        if (strategy == ErrorRule.Strategy.RETRY) {
          if (attempt < rule.attemptCountMax()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(rule.delayMillisAfter(attempt)));
            continue;
          }
          strategy = rule.fallback();
        }
        if (strategy == null || strategy == ErrorRule.Strategy.FAIL) {
          throw failure("cannot write", e);
        }
        giveUp(strategy, batch, lo, hi, attempt, e);
        return;
      }
    }
  }

  private void giveUp(
      ErrorRule.Strategy strategy, ColumnBatch batch, int lo, int hi, int attempts, IOException e) {
    for (int k = lo; k < hi; k++) {
      app.setAside(
          strategy,
          rule,
          FailureKind.SINK,
          id,
          plan.stream(),
          "",
          RowText.json(schema, batch, batch.row(k)),
          String.valueOf(e.getMessage()),
          attempts,
          e);
    }
  }

  /** Makes rows visible if there are some that may not be. */
  void flush() {
    if (!isDirty || !isOpen) {
      return;
    }
    isDirty = false;
    try {
      sink.flush();
    } catch (IOException e) {
      ErrorRule.Strategy strategy = rule.strategy();
      if (isReaderGone(e) || strategy == null || strategy == ErrorRule.Strategy.FAIL) {
        throw failure("cannot write", e);
      }
      app.reportConnector(FailureKind.SINK, id, plan.stream(), e);
    }
  }

  /**
   * Flushes and closes if it was opened; a failure is returned as a failure of the app, because
   * rows may be lost.
   */
  @Nullable AppFailedException close() {
    if (!isOpen) {
      return null;
    }
    isOpen = false;
    try {
      sink.close();
      return null;
    } catch (IOException e) {
      return failure("cannot be closed", e);
    }
  }

  private static boolean isReaderGone(IOException e) {
    return e instanceof ConnectorException connector
        && connector.category() == ConnectorException.Category.READER_GONE;
  }

  private AppFailedException failure(String what, IOException cause) {
    return AppFailedException.of("sink", plan, what, cause);
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public String streamName() {
    return plan.stream();
  }

  @Override
  public @Nullable Encoder encoder() {
    return encoder;
  }

  @Override
  public Path resolve(String path) {
    return app.resolve(path);
  }

  @Override
  public @Nullable String runId() {
    return null;
  }
}
