/**
 * The plan interpreter: evaluates plan expressions row by row on boxed values. Slow and obvious,
 * the oracle that generated kernels are compared with; it shares no code with them. Imports plan,
 * kernels, functions and columns.
 */
@NullMarked
package io.eventflux.core.interpreter;

import org.jspecify.annotations.NullMarked;
