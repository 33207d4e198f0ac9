package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that gives rows: the inside of a query, a sub-query, a view, a common table.
 *
 * @param with the common tables of {@code WITH}; empty if there are none
 * @param body what gives the rows
 * @param orderBy the sort keys of all rows together; empty if there are none
 * @param limit how many rows per unit; null for all
 * @param offset how many rows are skipped per unit; null for none
 * @param emit when a group window gives results; null if not said
 * @param span where it stands
 */
public record SelectQuery(
    List<CommonTable> with,
    SelectBody body,
    List<SortItem> orderBy,
    @Nullable Expression limit,
    @Nullable Expression offset,
    @Nullable Emit emit,
    Span span)
    implements Node {
  /** Copies the lists and checks that parentheses and {@code RECURSIVE} mean something. */
  public SelectQuery {
    List<CommonTable> tables = List.copyOf(with);
    with = tables;
    orderBy = List.copyOf(orderBy);
    if (tables.stream().anyMatch(table -> table.isRecursive() != tables.get(0).isRecursive())) {
      throw new IllegalArgumentException("RECURSIVE belongs to all common tables of a WITH");
    }
    boolean isBare =
        with.isEmpty() && orderBy.isEmpty() && limit == null && offset == null && emit == null;
    if (isBare && body instanceof SelectBody.Nested) {
      throw new IllegalArgumentException("a query in parentheses alone is the query itself");
    }
  }
}
