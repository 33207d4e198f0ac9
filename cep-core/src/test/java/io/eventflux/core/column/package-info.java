/** Columns and their values, one by one. */
@NullMarked
package io.eventflux.core.column;

import org.jspecify.annotations.NullMarked;
