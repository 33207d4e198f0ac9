package io.eventflux.core.pipeline;

/**
 * What went wrong with an event while the app was running. The names are stable: users see them as
 * {@code errorType} in dead letters.
 */
public enum FailureKind {
  /** The bytes of an event could not be turned into a row. */
  DECODE,
  /** A function of a query failed for a row. */
  FUNCTION,
  /** A row was refused, as for a duplicate primary key. */
  REFUSED,
  /** One event caused more hops between streams than are allowed. */
  RECURSION_LIMIT,
  /** A subscriber failed. */
  LISTENER,
  /** A source could not go on reading. */
  SOURCE,
  /** A sink could not take a row. */
  SINK
}
