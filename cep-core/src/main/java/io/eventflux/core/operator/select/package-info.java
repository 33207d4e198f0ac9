/**
 * Operators that look at rows without keeping any: filter, projection, order and limit inside a
 * unit. Imports the operator SPI, plan, kernels, functions and columns.
 */
@NullMarked
package io.eventflux.core.operator.select;

import org.jspecify.annotations.NullMarked;
