/**
 * The only data layout in the engine: typed columns, batches of them, and schemas. Imports nothing
 * of the core; may name the types of the query API.
 */
@NullMarked
package io.eventflux.core.column;

import org.jspecify.annotations.NullMarked;
