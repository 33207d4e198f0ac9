/** Snapshots of operators, keyed state and tables. Imports columns only. */
@NullMarked
package io.eventflux.core.state;

import org.jspecify.annotations.NullMarked;
