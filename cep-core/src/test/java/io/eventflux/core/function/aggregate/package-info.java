/** Tests of the built-in aggregators. */
@NullMarked
package io.eventflux.core.function.aggregate;

import org.jspecify.annotations.NullMarked;
