/**
 * The front end under texts that nobody wrote: random changes of texts, and random apps. What must
 * hold for any text stands in {@link io.eventflux.compiler.fuzz.AnyText}, once; a test of the
 * normal build tries a fixed number of texts, a guided search tries them for as long as it is left.
 */
@NullMarked
package io.eventflux.compiler.fuzz;

import org.jspecify.annotations.NullMarked;
