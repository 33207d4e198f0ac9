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

  /** An exception with {@code message}; {@code cause} may be null when nothing was thrown. */
  public AppFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
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
