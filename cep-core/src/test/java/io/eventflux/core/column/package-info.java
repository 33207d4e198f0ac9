/** What every column backend must do, for the tests of this module and of others. */
@NullMarked
package io.eventflux.core.column;

import org.jspecify.annotations.NullMarked;
