/**
 * Connectors that stay inside the process: log, inMemory and generator. Imports the query API, the
 * core, and the formats for the text of times.
 */
@NullMarked
package io.eventflux.extension.local;

import org.jspecify.annotations.NullMarked;
