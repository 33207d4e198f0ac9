/** Whole runs from one seed: input, ranges, clock, faults of the disk, crashes and restarts. */
@NullMarked
package io.eventflux.runner.simulation;

import org.jspecify.annotations.NullMarked;
