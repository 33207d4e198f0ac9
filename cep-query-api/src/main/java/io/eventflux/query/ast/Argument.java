package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a call.
 *
 * @param name the name before {@code =>}; null for an argument by position
 * @param value the expression
 * @param span name and value
 */
public record Argument(@Nullable Name name, Expression value, Span span) implements Node {}
