package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/**
 * {@code name [(columns)] AS (query)} of a {@code WITH} clause.
 *
 * @param isRecursive whether {@code RECURSIVE} stands behind {@code WITH}; the same for all tables
 *     of one clause
 * @param name the name that the query may read from
 * @param columns new names of its columns; empty to keep them
 * @param query what gives the rows
 * @param span where it stands
 */
public record CommonTable(
    boolean isRecursive, Name name, List<Name> columns, SelectQuery query, Span span)
    implements Node {
  /** Copies the list. */
  public CommonTable {
    columns = List.copyOf(columns);
  }
}
