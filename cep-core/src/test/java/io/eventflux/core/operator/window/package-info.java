/** Tests of the operators of this package. */
@NullMarked
package io.eventflux.core.operator.window;

import org.jspecify.annotations.NullMarked;
