/**
 * The engine that runs compiled apps. Builds and is understood without parser, planner or code
 * generator.
 */
@NullMarked
package io.eventflux.core;

import org.jspecify.annotations.NullMarked;
