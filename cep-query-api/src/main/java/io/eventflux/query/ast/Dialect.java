package io.eventflux.query.ast;

/**
 * The spelling a query was written in. Matters only where the language says so, for example for
 * missing aliases.
 */
public enum Dialect {
  /** {@code from .. select .. insert into}: the query starts with its source. */
  CLASSIC,
  /** The query starts with {@code INSERT} or {@code SELECT}. */
  SQL
}
