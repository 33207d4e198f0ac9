package io.eventflux.query.ast;

import io.eventflux.query.text.Span;

/**
 * One key of {@code ORDER BY}.
 *
 * @param value the key
 * @param descending true for {@code DESC}
 * @param nullsFirst true for {@code NULLS FIRST}; NULLs are last otherwise, whatever the direction
 * @param span where it stands
 */
public record SortItem(Expression value, boolean descending, boolean nullsFirst, Span span)
    implements Node {}
