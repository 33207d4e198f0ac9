/** Tests of the operators of this package. */
@NullMarked
package io.eventflux.core.operator.select;

import org.jspecify.annotations.NullMarked;
