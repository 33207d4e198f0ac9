package io.eventflux.core.app;

import io.eventflux.core.plan.ConnectorPlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An app that cannot go on. The message is a sentence for the user; the cause says what happened
 * underneath.
 */
public final class AppFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Set before anybody else sees the exception. */
  private boolean isCausedByEvents;

  /** An exception with {@code message}; {@code cause} may be null when nothing was thrown. */
  public AppFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** An exception because of events that could not be processed. */
  static AppFailedException ofEvents(String message, @Nullable Throwable cause) {
    AppFailedException exception = new AppFailedException(message, cause);
    exception.isCausedByEvents = true;
    return exception;
  }

  /**
   * Whether the app was stopped because events could not be processed, as its error rules ask for.
   */
  public boolean isCausedByEvents() {
    return isCausedByEvents;
  }

  /** Says that the {@code role} (source or sink) of a plan failed, as in "cannot be opened". */
  static AppFailedException of(String role, ConnectorPlan plan, String what, IOException cause) {
    return new AppFailedException(
        role
            + " '"
            + plan.connector()
            + "' of stream '"
            + plan.stream()
            + "' "
            + what
            + ": "
            + cause.getMessage(),
        cause);
  }
}
