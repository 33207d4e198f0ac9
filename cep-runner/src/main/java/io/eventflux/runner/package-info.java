/**
 * The command line and what only a process needs: HTTP, metrics export, signal handling. May import
 * every other module.
 */
@NullMarked
package io.eventflux.runner;

import org.jspecify.annotations.NullMarked;
