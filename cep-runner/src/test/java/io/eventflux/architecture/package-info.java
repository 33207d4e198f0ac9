/** Holds the arrows of {@code docs/architecture.md}: which module and package may import which. */
@NullMarked
package io.eventflux.architecture;

import org.jspecify.annotations.NullMarked;
