/**
 * The pipeline: one thread's worth of operators, and how a plan becomes operators. Imports
 * everything below.
 */
@NullMarked
package io.eventflux.core.pipeline;

import org.jspecify.annotations.NullMarked;
