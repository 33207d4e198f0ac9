/** Tests of the backends: what all do, and what damage, crashes and other owners do to them. */
@NullMarked
package io.eventflux.persistence;

import org.jspecify.annotations.NullMarked;
