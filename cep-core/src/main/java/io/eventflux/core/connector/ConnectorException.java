package io.eventflux.core.connector;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A source or sink that cannot do its work. The message is one sentence for the user that names the
 * thing concerned; the category tells a caller what to do about it without reading the message.
 */
public final class ConnectorException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Category {
    /** What should be read does not exist or is nothing that can be read. */
    INPUT_MISSING,
    /** What should be written cannot be created. */
    CANNOT_CREATE,
    /** The options do not fit the stream, so the app has to be changed. */
    CONFIGURATION,
    /** Reading or writing failed on the way. */
    IO,
    /** The user is not allowed to read or write it. */
    PERMISSION,
    /**
     * Whoever read our output has gone, as {@code head} does after some lines. Not a failure of
     * ours: the app can end cleanly.
     */
    READER_GONE
  }

  private final Category category;

  /** An exception with a sentence for the user and, for developers, what caused it. */
  public ConnectorException(Category category, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  /** What kind of trouble it is. */
  public Category category() {
    return category;
  }
}
