/**
 * Selectors with aggregates: running ones with the collapse rule, and group windows over event
 * time. Imports the operator SPI, plan, kernels, functions, state and columns.
 */
@NullMarked
package io.eventflux.core.operator.aggregate;

import org.jspecify.annotations.NullMarked;
