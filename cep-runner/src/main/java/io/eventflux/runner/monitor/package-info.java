/**
 * What a running app tells other programs over HTTP: its metrics for Prometheus, whether it lives,
 * and whether it is ready. May import the core; nothing of the command line. Loaded only when asked
 * for, because Micrometer and the HTTP server of the JDK cost time at the start.
 */
@NullMarked
package io.eventflux.runner.monitor;

import org.jspecify.annotations.NullMarked;
