package io.eventflux.query.catalog;

/** Whether a text that names a thing can be run. */
public enum Availability {
  /** It works. */
  AVAILABLE,
  /** It belongs to the language and is not built: the compiler says {@code not supported yet}. */
  COMING
}
