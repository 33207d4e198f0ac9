package io.eventflux.compiler.bind;

import org.jspecify.annotations.Nullable;

/**
 * What the binders must know of the text around the piece that they bind.
 *
 * @param isRefused whether the statement cannot be run yet: it is bound for its errors and types
 *     only, and no relational expressions are made
 * @param readsStored whether rows that are kept are a source, as they are in sub-queries and views
 * @param isOnDemand whether the text is executed once, so that nothing but kept rows is a source
 * @param isMerged whether results are merged from parts, so that every aggregate must be able to
 * @param outer the columns of the query around a sub-query; null if there is none
 */
record Surroundings(
    boolean isRefused,
    boolean readsStored,
    boolean isOnDemand,
    boolean isMerged,
    @Nullable Scope outer) {
  /** A statement of the app that can be run. */
  static final Surroundings STATEMENT = new Surroundings(false, false, false, false, null);

  /** A statement of the app that cannot be run yet. */
  static final Surroundings REFUSED = new Surroundings(true, false, false, false, null);

  /** An incremental aggregation, which cannot be run yet. */
  static final Surroundings AGGREGATION = new Surroundings(true, false, false, true, null);

  /** A text that is executed once. */
  static final Surroundings ON_DEMAND = new Surroundings(true, true, true, false, null);

  /** Inside something whose rows may come from tables, and whose results are its own. */
  Surroundings stored() {
    return new Surroundings(isRefused, true, isOnDemand, false, outer);
  }

  /** Inside a sub-query that stands in an expression. */
  Surroundings inside(Scope scope) {
    return new Surroundings(isRefused, true, isOnDemand, false, scope);
  }
}
