package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@code [table.]column = value} of a {@code SET} clause.
 *
 * @param table the name before the dot; null if there is none
 * @param column the column that gets a value
 * @param value the value
 * @param span where it stands
 */
public record Assignment(@Nullable Name table, Name column, Expression value, Span span)
    implements Node {}
