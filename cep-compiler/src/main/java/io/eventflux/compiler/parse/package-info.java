/**
 * The first stage: text to syntax tree. Variables are replaced, the text is cut into tokens and
 * held against the limits, statements are parsed one by one so that an error costs its statement
 * only, and what the tree can say but the engine cannot do yet is refused by name. Imports the
 * grammar with the ANTLR runtime, the query API, and of the core what reads a text as a time; later
 * stages see neither tokens nor parse trees.
 */
@NullMarked
package io.eventflux.compiler.parse;

import org.jspecify.annotations.NullMarked;
