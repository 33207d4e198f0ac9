/**
 * Siddhi as a contestant of the comparison, used as a black box. May import the harness and Siddhi.
 */
@NullMarked
package io.eventflux.benchmark.siddhi;

import org.jspecify.annotations.NullMarked;
