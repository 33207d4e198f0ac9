/**
 * The ring of columns that rows arrive through, and the only package that knows the Disruptor.
 * Imports columns and time.
 */
@NullMarked
package io.eventflux.core.junction;

import org.jspecify.annotations.NullMarked;
