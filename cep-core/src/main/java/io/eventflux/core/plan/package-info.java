/**
 * What a compiled app consists of: immutable, printable, comparable records. Nothing in here runs.
 * Imports columns, kernels and functions.
 */
@NullMarked
package io.eventflux.core.plan;

import org.jspecify.annotations.NullMarked;
