package io.eventflux.core.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A place for state that cannot be made. The message names the place and why. */
public final class StatePlaceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception with {@code message}, a sentence for the operator of the system. */
  public StatePlaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
