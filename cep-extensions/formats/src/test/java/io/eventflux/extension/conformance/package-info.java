/** What every format and connector must do, as test classes to inherit from. */
@NullMarked
package io.eventflux.extension.conformance;

import org.jspecify.annotations.NullMarked;
