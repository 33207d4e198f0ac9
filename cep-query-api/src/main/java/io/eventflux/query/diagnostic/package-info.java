/**
 * What is said about a program text: coded messages with places, and the forms they are shown in.
 * May import {@code query.text} only.
 */
@NullMarked
package io.eventflux.query.diagnostic;

import org.jspecify.annotations.NullMarked;
