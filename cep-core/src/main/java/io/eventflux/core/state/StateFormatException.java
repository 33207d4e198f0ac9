package io.eventflux.core.state;

/** State that cannot be read: damaged, or of another version. The message says where and why. */
public final class StateFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with {@code message}, a sentence for the operator of the system. */
  public StateFormatException(String message) {
    super(message);
  }
}
