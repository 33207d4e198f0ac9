/** What every state backend must do, for the tests of this module and of others. */
@NullMarked
package io.eventflux.core.state;

import org.jspecify.annotations.NullMarked;
