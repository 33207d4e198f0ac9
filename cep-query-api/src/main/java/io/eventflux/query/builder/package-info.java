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
 * NULL. A Java text is a text of the language; columns are made by {@code col}. A duration is a
 * {@code Duration} or a number of milliseconds.
 *
 * <p>A name is written without back-ticks, whatever characters it has. Only where something may
 * stand in front of it ({@code #} and {@code !} of a stream, {@code ns:} of a function or window)
 * back-ticks say that it is taken as it stands: {@code stream("`#1`")}.
 *
 * <p>What no text could say is refused with an {@link java.lang.IllegalArgumentException}: an empty
 * name, a select list without items, a duration that is a column.
 */
@NullMarked
package io.eventflux.query.builder;

import org.jspecify.annotations.NullMarked;
