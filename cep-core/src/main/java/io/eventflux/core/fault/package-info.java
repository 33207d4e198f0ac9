/**
 * Named places at which tests stop the process or make an action fail. Imports nothing; every layer
 * may use it.
 */
@NullMarked
package io.eventflux.core.fault;

import org.jspecify.annotations.NullMarked;
