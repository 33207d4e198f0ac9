package io.eventflux.core.app;

import io.eventflux.core.connector.OriginalBytes;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.pipeline.FailedRow;
import io.eventflux.core.pipeline.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * An event that could not be processed, before it is decided what becomes of it. Immutable.
 *
 * @param kind what went wrong
 * @param place the id of the operator, source or sink that could not process it
 * @param stream the stream whose error rule holds
 * @param event the event as text
 * @param reason one sentence for the user
 * @param rejected where it came from and its bytes; null for a row
 * @param attemptCount how often it was tried
 * @param cause what was thrown, or null
 * @param row where it stands, during the call; null for what was never a row
 */
record FailedEvent(
    FailureKind kind,
    String place,
    String stream,
    String event,
    String reason,
    @Nullable RejectedEvent rejected,
    int attemptCount,
    @Nullable Throwable cause,
    @Nullable FailedRow row) {
  /** A row that failed, at the first attempt, and that no fault stream takes. */
  static FailedEvent row(
      FailureKind kind,
      String place,
      String stream,
      String event,
      String reason,
      @Nullable Throwable cause) {
    return new FailedEvent(kind, place, stream, event, reason, null, 1, cause, null);
  }

  /** Where it came from, as {@code trades.csv:17}; empty if that is not known. */
  String origin() {
    return rejected == null ? "" : rejected.origin();
  }

  /** Its bytes; null for a row. */
  @Nullable OriginalBytes original() {
    return rejected == null ? null : rejected.original();
  }

  /** What to tell of it, and how loud. */
  AppError reported(String app, AppError.Handling handling, System.Logger.Level level) {
    return new AppError(app, kind, place, stream, origin(), event, reason, handling, level, cause);
  }
}
