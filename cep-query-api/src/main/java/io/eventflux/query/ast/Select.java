package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/**
 * The select list of a query. A query without one selects everything.
 *
 * @param distinct true for {@code SELECT DISTINCT}
 * @param items at least one
 * @param span where it stands
 */
public record Select(boolean distinct, List<SelectItem> items, Span span) implements Node {
  /** Copies the list and checks that it holds what it must. */
  public Select {
    items = Require.some(items, "a select list has at least one item");
  }
}
