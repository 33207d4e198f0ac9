package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.DiskStep;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.EpochSink;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.connector.SinkEpoch;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.pipeline.FailedRow;
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

  String id() {
    return id;
  }

  ConnectorPlan plan() {
    return plan;
  }

  /** Whether its rows become visible epoch by epoch, so that each is seen exactly once. */
  boolean takesEpochs() {
    return sink instanceof EpochSink;
  }

  void open() {
    try {
      isOpen = true;
      sink.open(this);
    } catch (IOException e) {
      throw failure("cannot be opened", e);
    }
  }

  // ---- epochs: a sink that takes them in an app with checkpoints only ----

  /** See {@link EpochSink#recover}; open only, before the first row. */
  long recover(@Nullable EpochHeader header, byte @Nullable [] state) {
    try {
      return epochSink().recover(header, state);
    } catch (IOException e) {
      throw failure("cannot go on", e);
    }
  }

  /** Ends an epoch at a cut; prepare, state and commit follow on the checkpoint thread. */
  SinkEpoch endEpoch(EpochHeader header) {
    try {
      return epochSink().endEpoch(header);
    } catch (IOException e) {
      throw failure("cannot end an epoch", e);
    }
  }

  void prepare(SinkEpoch epoch) {
    try {
      epoch.prepare();
    } catch (IOException e) {
      throw failure("cannot make its rows durable", e);
    }
  }

  void commit(SinkEpoch epoch) {
    try {
      epoch.commit();
    } catch (IOException e) {
      throw failure("cannot make its rows visible", e);
    }
  }

  /** All input is there: rows that were committed before must have come again. */
  void requireCaughtUp() {
    if (takesEpochs() && epochSink().isReplaying()) {
      throw failure(
          "cannot go on",
          new ConnectorException(
              ConnectorException.Category.IO,
              "more is committed there than the input gives now: the input is not what it was",
              null));
    }
  }

  private EpochSink epochSink() {
    if (sink instanceof EpochSink epochs) {
      return epochs;
    }
    throw new IllegalStateException(id + " takes no epochs");
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
          if (attempt < rule.attemptCountMax() && waitsAfter(attempt, e)) {
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

  /**
   * Waits behind a failed attempt; false if no other may follow, because the app is to stop. The
   * pipeline waits with it, so that its rings fill and whoever gives rows waits too.
   */
  private boolean waitsAfter(int attempt, IOException e) {
    long millis = rule.delayMillisAfter(attempt);
    if (!rule.isEndless()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      return true;
    }
    if (attempt == 1) {
      app.errors().reportWaiting(rule, id, plan.stream(), e);
    }
    return app.life().waitMillis(millis);
  }

  private void giveUp(
      ErrorRule.Strategy strategy, ColumnBatch batch, int lo, int hi, int attempts, IOException e) {
    for (int k = lo; k < hi; k++) {
      app.errors()
          .setAside(
              strategy,
              rule,
              new FailedEvent(
                  FailureKind.SINK,
                  id,
                  plan.stream(),
                  RowText.json(schema, batch, batch.row(k)),
                  String.valueOf(e.getMessage()),
                  null,
                  attempts,
                  e,
                  new FailedRow(schema, batch, batch.row(k), batch, batch.row(k))));
    }
  }

  /**
   * Makes rows visible if there are some that may not be; those of epochs become so by their
   * commit.
   */
  void flush() {
    if (!isDirty || !isOpen || (takesEpochs() && runId() != null)) {
      return;
    }
    isDirty = false;
    for (int attempt = 1; ; attempt++) {
      try {
        sink.flush();
        return;
      } catch (IOException e) {
        ErrorRule.Strategy strategy = rule.strategy();
        if (isReaderGone(e) || strategy == null || strategy == ErrorRule.Strategy.FAIL) {
          throw failure("cannot write", e);
        }
        if (!rule.isEndless()) {
          app.errors().reportConnector(FailureKind.SINK, id, plan.stream(), e);
          return;
        }
        if (!waitsAfter(attempt, e)) {
          throw failure("cannot write", e);
        }
      }
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
    return app.options().resolve(path);
  }

  @Override
  public void whileDiskIsFull(DiskStep step) throws IOException {
    app.diskPause().whileFull(id, step);
  }

  @Override
  public @Nullable String runId() {
    return app.runId();
  }
}
