/**
 * Builds syntax trees in Java, as an alternative to writing text: everything that the text can say,
 * with one static import of {@link io.eventflux.query.builder.Syntax}. Builders are changed by
 * their methods, return themselves and belong to one thread; what {@code build()} gives is an
 * immutable tree of {@code query.ast}, and a builder can be changed and asked again. {@link
 * io.eventflux.query.builder.Expr} is immutable itself. Names, types and rules of the language are
 * checked when the tree is compiled, not here. May import {@code query.ast} and {@code query.text}
 * only.
 *
 * <p>Where an {@code Object} stands for a value, it is an {@link io.eventflux.query.builder.Expr},
 * an {@link io.eventflux.query.ast.Expression}, or a constant: a boolean, a number, a text, {@code
 * byte[]}, {@code LocalDate}, {@code LocalTime}, {@code Instant}, {@code Duration}, or null for
 * NULL. A Java text is a text of the language; columns are made by {@code col}.
 */
@NullMarked
package io.eventflux.query.builder;

import org.jspecify.annotations.NullMarked;
