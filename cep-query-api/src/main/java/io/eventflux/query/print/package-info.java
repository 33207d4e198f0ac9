/**
 * From the tree back to text. Reading a printed text gives an equal tree. May import {@code
 * query.ast} and {@code query.text}.
 */
@NullMarked
package io.eventflux.query.print;

import org.jspecify.annotations.NullMarked;
