package io.eventflux.query.builder;

import io.eventflux.query.ast.PatternStep;

/** A part of a pattern: an element, a chain of steps, EVERY, AND, OR, NOT. */
@FunctionalInterface
public interface Step extends Part<PatternStep> {}
