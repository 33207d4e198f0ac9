/** Snapshots of every kind of state, kept for ever. */
@NullMarked
package io.eventflux.runner.snapshot;

import org.jspecify.annotations.NullMarked;
