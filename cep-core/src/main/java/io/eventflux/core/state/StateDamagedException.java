package io.eventflux.core.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stored state that is not what was stored. The message names the piece and what is wrong. */
public final class StateDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception with {@code message}, a sentence for the operator of the system. */
  public StateDamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
