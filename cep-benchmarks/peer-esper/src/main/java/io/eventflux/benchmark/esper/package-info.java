/**
 * Esper as a contestant of the comparison, used as a black box. May import the harness and Esper.
 */
@NullMarked
package io.eventflux.benchmark.esper;

import org.jspecify.annotations.NullMarked;
