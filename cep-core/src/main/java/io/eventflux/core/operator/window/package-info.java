/**
 * The windows of language 4.4. One file a window: its descriptor, provider and operator; and one
 * provider line in {@code META-INF/services}. Imports the operator SPI, plan, columns, state, time.
 */
@NullMarked
package io.eventflux.core.operator.window;

import org.jspecify.annotations.NullMarked;
