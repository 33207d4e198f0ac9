/**
 * Turns a text into a running app: parse, bind, logical plan, rewrite, lower, generate. The only
 * module that may import ANTLR, Calcite and Janino.
 */
@NullMarked
package io.eventflux.compiler;

import org.jspecify.annotations.NullMarked;
