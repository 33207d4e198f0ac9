/**
 * Connectors that stay inside the process: log, inMemory and generator. Imports the query API and
 * the core.
 */
@NullMarked
package io.eventflux.extension.local;

import org.jspecify.annotations.NullMarked;
