/**
 * The scalar functions of language 8.1 and 8.2, one class a theme: public static methods and the
 * table that describes them. Imports function and column.
 */
@NullMarked
package io.eventflux.core.function.scalar;

import org.jspecify.annotations.NullMarked;
