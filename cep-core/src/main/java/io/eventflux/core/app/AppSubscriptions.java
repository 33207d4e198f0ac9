package io.eventflux.core.app;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.RowConsumer;
import io.eventflux.core.pipeline.RowText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Shows rows of streams and queries to listeners of callers. Any thread. */
final class AppSubscriptions {
  private final AppRuntime app;
  private final List<RowListener> listeners = new CopyOnWriteArrayList<>();

  AppSubscriptions(AppRuntime app) {
    this.app = app;
  }

  /** See {@link AppRuntime#subscribe}. */
  void toStream(String stream, RowListener listener) {
    Pipeline pipeline = app.parts().pipelineOf(stream);
    RowConsumer consumer = consumer("stream/" + stream, stream, pipeline.schema(stream), listener);
    app.life().whileNothingMoves(() -> pipeline.subscribe(stream, consumer));
    listeners.add(listener);
  }

  /** See {@link AppRuntime#subscribeQuery}. */
  void toQuery(String query, RowListener listener) {
    RowConsumer consumer = consumer(query, "", null, listener);
    boolean[] isFound = {false};
    app.life()
        .whileNothingMoves(
            () -> {
              for (Pipeline pipeline : app.pipelines()) {
                isFound[0] |= pipeline.subscribeQuery(query, consumer);
              }
            });
    if (!isFound[0]) {
      throw new IllegalArgumentException("app '" + app.name() + "' has no query '" + query + "'");
    }
    listeners.add(listener);
  }

  /** See {@link RowListener#beforeCheckpoint}. */
  void beforeCheckpoint() {
    listeners.forEach(RowListener::beforeCheckpoint);
  }

  /**
   * A listener that fails does not stop the app: the rows it was shown are gone for it, and the
   * error is reported.
   */
  private RowConsumer consumer(
      String place, String stream, @Nullable RowSchema schema, RowListener listener) {
    return (batch, lo, hi) -> {
      try {
        listener.onRows(batch, lo, hi);
      } catch (AppFailedException e) {
        throw e;
      } catch (RuntimeException e) {
        app.errors()
            .setAside(
                ErrorRule.Strategy.DROP,
                ErrorRule.NONE,
                FailedEvent.row(
                    FailureKind.LISTENER,
                    place,
                    stream,
                    schema == null ? "" : RowText.json(schema, batch, batch.row(lo)),
                    "a listener failed for " + (hi - lo) + " rows: " + e,
                    e));
      }
    };
  }
}
