/**
 * The types of values and the rules that need nothing but types: widening, common types, the result
 * of arithmetic, what compares with what. Imports nothing.
 */
@NullMarked
package io.eventflux.query.type;

import org.jspecify.annotations.NullMarked;
