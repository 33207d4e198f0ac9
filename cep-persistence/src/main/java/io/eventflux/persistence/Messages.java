package io.eventflux.persistence;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Pieces of sentences for the user. Stateless. */
final class Messages {
  private Messages() {}

  /** A name out of a file or a folder, without characters that would reach the terminal. */
  static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** What went wrong, as the end of a sentence for the user. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (failure instanceof DirectoryNotEmptyException full) {
      return full.getFile() + " is not empty";
    }
    if (failure instanceof FileSystemException failed && failed.getReason() == null) {
      return failed.getFile() + " cannot be used";
    }
    String message = failure.getMessage();
    return message == null ? "input or output failed" : message;
  }
}
