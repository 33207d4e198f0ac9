package io.eventflux.core.state;

import java.io.IOException;

/** State that another engine is using. The message names that engine. */
public final class StateOwnedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception with {@code message}, a sentence for the operator of the system. */
  public StateOwnedException(String message) {
    super(message);
  }
}
