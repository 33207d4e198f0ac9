/**
 * From the logical plan to plan records: row expressions become plan expressions, relations become
 * nodes, connected parts become pipelines. The last package that sees Calcite.
 */
@NullMarked
package io.eventflux.compiler.lower;

import org.jspecify.annotations.NullMarked;
