/**
 * The last stage: plan expressions become Java text, and Java text becomes kernel classes.
 * Generated text names columns, kernels, static functions and the JDK, and never holds anything a
 * user wrote: constants travel in an array, identifiers are numbered. Imports the plan and what it
 * is made of; the only package that sees Janino.
 */
@NullMarked
package io.eventflux.compiler.codegen;

import org.jspecify.annotations.NullMarked;
