/** Tests of the operators of this package. */
@NullMarked
package io.eventflux.core.operator.aggregate;

import org.jspecify.annotations.NullMarked;
