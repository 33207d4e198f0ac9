package io.eventflux.query.ast;

import io.eventflux.query.text.Span;

/**
 * {@code WINDOW name AS (..)}: a window that {@code OVER name} refers to.
 *
 * @param name the name
 * @param window what it stands for
 * @param span where it stands
 */
public record NamedWindow(Name name, OverWindow window, Span span) implements Node {}
