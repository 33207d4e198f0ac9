package io.eventflux.core.app;

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
}
