/**
 * Rows on their way to standard output: as table, JSON lines or CSV. May import the core and the
 * query API; nothing of the command line.
 */
@NullMarked
package io.eventflux.runner.output;

import org.jspecify.annotations.NullMarked;
