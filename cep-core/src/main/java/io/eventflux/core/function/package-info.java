/**
 * Functions and aggregators: the SPI to add them and the built-in ones by theme. Imports columns,
 * state and kernels.
 */
@NullMarked
package io.eventflux.core.function;

import org.jspecify.annotations.NullMarked;
