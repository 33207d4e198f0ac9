/**
 * The text of a program and places in it. Imports nothing but the JDK; every other package of the
 * query API may import it.
 */
@NullMarked
package io.eventflux.query.text;

import org.jspecify.annotations.NullMarked;
