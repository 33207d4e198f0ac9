/**
 * A running app: pipelines, connectors, subscriptions, snapshots and error rules. The top of the
 * core. {@link io.eventflux.core.app.AppRuntime} is what callers see, and where the parts of an app
 * find each other; {@link io.eventflux.core.app.AppLife} is its way from start to stop; a {@link
 * io.eventflux.core.app.Driver} moves rows, with threads or without.
 */
@NullMarked
package io.eventflux.core.app;

import org.jspecify.annotations.NullMarked;
