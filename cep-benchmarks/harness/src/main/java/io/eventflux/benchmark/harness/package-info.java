/**
 * What all contestants of the comparison share: the trades, the questions, how a contestant is
 * driven and measured, and the table. Plain Java; may import the JDK only, so that it stands beside
 * any engine in a class path.
 */
@NullMarked
package io.eventflux.benchmark.harness;

import org.jspecify.annotations.NullMarked;
