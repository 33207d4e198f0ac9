/**
 * What a program says: its syntax tree, types, diagnostics, descriptors and catalog. Imports the
 * JDK only.
 */
@NullMarked
package io.eventflux.query;

import org.jspecify.annotations.NullMarked;
