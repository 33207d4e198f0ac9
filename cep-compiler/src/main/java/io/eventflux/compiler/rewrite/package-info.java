/**
 * Rules that make a logical plan do less work with the same result: one class a rule, all of them
 * in the order of {@link io.eventflux.compiler.rewrite.RewriteRules}. Imports the logical plan and
 * Calcite.
 */
@NullMarked
package io.eventflux.compiler.rewrite;

import org.jspecify.annotations.NullMarked;
