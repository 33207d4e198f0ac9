/**
 * The second stage: names, types, overloads, conversions. Syntax tree in, logical plan out;
 * <b>every error of a user ends here</b>, with a place in the text. One class per part of the
 * language: definitions, options, expressions, selectors, windows, joins, patterns. Imports the
 * parser's result, the query API, descriptors and providers of the core, and the logical plan.
 */
@NullMarked
package io.eventflux.compiler.bind;

import org.jspecify.annotations.NullMarked;
