/**
 * The built-in aggregators: state in arrays by slot, tiny methods for generated kernels. Imports
 * the function SPI, columns and state.
 */
@NullMarked
package io.eventflux.core.function.aggregate;

import org.jspecify.annotations.NullMarked;
