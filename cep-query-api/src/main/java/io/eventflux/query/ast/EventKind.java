package io.eventflux.query.ast;

/** Which rows of a query go on: the words in {@code insert expired events into}. */
public enum EventKind {
  /** Rows that entered. */
  CURRENT,
  /** Rows that left a window. */
  EXPIRED,
  /** Both. */
  ALL
}
