/**
 * Joins (language section 4.7). Imports the operator contract and what lies below it, no other
 * family.
 */
@NullMarked
package io.eventflux.core.operator.join;

import org.jspecify.annotations.NullMarked;
