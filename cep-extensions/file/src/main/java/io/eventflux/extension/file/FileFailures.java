package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.zip.ZipException;

/** Turns what the file system reports into one sentence for the user and a category. */
final class FileFailures {
  /** The path that stands for the standard streams. */
  static final String STANDARD_STREAM = "-";

  private FileFailures() {}

  /** What went wrong when opening {@code path} to read. */
  static ConnectorException opening(String path, IOException cause) {
    if (cause instanceof ConnectorException known) {
      return known;
    }
    if (cause instanceof NoSuchFileException) {
      return new ConnectorException(
          Category.INPUT_MISSING, "the file '" + path + "' does not exist", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new ConnectorException(
          Category.PERMISSION, "the file '" + path + "' cannot be read: permission denied", cause);
    }
    return reading(path, cause);
  }

  /** What went wrong when reading on in {@code path}. */
  static ConnectorException reading(String path, IOException cause) {
    if (cause instanceof ConnectorException known) {
      return known;
    }
    if (cause instanceof EOFException) {
      return new ConnectorException(
          Category.IO, "the gzip file '" + path + "' ends in the middle", cause);
    }
    if (cause instanceof ZipException) {
      return new ConnectorException(
          Category.IO, "the file '" + path + "' is not a sound gzip file: " + reason(cause), cause);
    }
    return new ConnectorException(
        Category.IO, "reading " + name(path) + " failed: " + reason(cause), cause);
  }

  /** What went wrong when creating {@code path}. */
  static ConnectorException creating(String path, IOException cause) {
    if (cause instanceof ConnectorException known) {
      return known;
    }
    if (cause instanceof AccessDeniedException) {
      return new ConnectorException(
          Category.PERMISSION,
          "the file '" + path + "' cannot be written: permission denied",
          cause);
    }
    return new ConnectorException(
        Category.CANNOT_CREATE,
        "the file '" + path + "' cannot be created: " + reason(cause),
        cause);
  }

  /** What went wrong when bringing {@code path} to the state of a checkpoint. */
  static ConnectorException recovering(String path, IOException cause) {
    return cause instanceof AccessDeniedException ? creating(path, cause) : writing(path, cause);
  }

  /** What went wrong when writing on to {@code path}. */
  static ConnectorException writing(String path, IOException cause) {
    if (cause instanceof ConnectorException known) {
      return known;
    }
    if (path.equals(STANDARD_STREAM) && isReaderGone(cause)) {
      return new ConnectorException(
          Category.READER_GONE, "nobody reads standard output any more", cause);
    }
    return new ConnectorException(
        Category.IO, "writing " + name(path) + " failed: " + reason(cause), cause);
  }

  /** Java has no type for it; these are the words of Linux and macOS, and of Windows. */
  private static boolean isReaderGone(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }

  private static String name(String path) {
    return path.equals(STANDARD_STREAM) ? "a standard stream" : "the file '" + path + "'";
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
