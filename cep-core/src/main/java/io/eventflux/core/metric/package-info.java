/**
 * What a running app measures: counters, gauges and histograms with a single writer and any
 * readers, and the set in which each is described. Imports nothing of the core.
 */
@NullMarked
package io.eventflux.core.metric;

import org.jspecify.annotations.NullMarked;
