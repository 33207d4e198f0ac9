/**
 * A running app: pipelines, connectors, subscriptions, snapshots and error rules. The top of the
 * core.
 */
@NullMarked
package io.eventflux.core.app;

import org.jspecify.annotations.NullMarked;
