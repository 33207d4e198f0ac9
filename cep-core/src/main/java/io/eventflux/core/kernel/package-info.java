/**
 * The abstract classes that generated code extends: leaf loops over columns. Imports columns only.
 */
@NullMarked
package io.eventflux.core.kernel;

import org.jspecify.annotations.NullMarked;
