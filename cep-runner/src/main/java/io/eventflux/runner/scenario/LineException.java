package io.eventflux.runner.scenario;

/** A mistake at a column of the line being read. */
final class LineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /** A mistake at {@code offset} UTF-16 units from the start of the line. */
  LineException(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** UTF-16 units from the start of the line, from 0. */
  int offset() {
    return offset;
  }
}
