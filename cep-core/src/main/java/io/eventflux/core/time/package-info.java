/**
 * Clocks, timers and watermarks: the only package that reads a clock. Imports nothing of the core.
 */
@NullMarked
package io.eventflux.core.time;

import org.jspecify.annotations.NullMarked;
