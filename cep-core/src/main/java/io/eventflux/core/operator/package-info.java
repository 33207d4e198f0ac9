/**
 * What an operator is and how one is added. The families live in the packages below and never
 * import each other. Imports plan, kernels, state, functions, time and columns.
 */
@NullMarked
package io.eventflux.core.operator;

import org.jspecify.annotations.NullMarked;
