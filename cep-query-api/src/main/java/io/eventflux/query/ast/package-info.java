/**
 * What a program says: the syntax tree of EventFluxQL as immutable records in sealed hierarchies,
 * each with one visitor that has a method per case. Both dialects give the same tree; {@link
 * io.eventflux.query.ast.Dialect} is kept only where a rule of the language asks for it. Names are
 * not resolved here. May import {@code query.text} only.
 *
 * <p>Conventions: lists are immutable copies, never null, in text order; an absent part is a
 * {@code @Nullable} component or an empty list. Spans take no part in equality (see {@link
 * io.eventflux.query.text.Span}), so trees compare by meaning. Trees are at most some hundred
 * levels deep, so visitors may recurse; {@code equals} and {@code hashCode} of records need several
 * times the stack of a visitor per level, so text from users is better compared by {@code
 * query.print}.
 */
@NullMarked
package io.eventflux.query.ast;

import org.jspecify.annotations.NullMarked;
