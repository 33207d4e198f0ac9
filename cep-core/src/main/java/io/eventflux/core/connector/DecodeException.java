package io.eventflux.core.connector;

/**
 * A record that cannot be turned into a row. The message is one sentence for the user, without
 * place. Carries no stack trace, since bad input is ordinary.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** An exception with {@code reason} as message. */
  public DecodeException(String reason) {
    super(reason, null, false, false);
  }
}
