/** Counters and gauges with a single writer and any readers. Imports nothing of the core. */
@NullMarked
package io.eventflux.core.metric;

import org.jspecify.annotations.NullMarked;
