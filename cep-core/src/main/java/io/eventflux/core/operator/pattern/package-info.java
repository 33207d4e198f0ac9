/**
 * Patterns (language section 5): runs wait in columns, one store per element, found by key where
 * the pattern has one. Imports the operator contract and what lies below it, no other family.
 */
@NullMarked
package io.eventflux.core.operator.pattern;

import org.jspecify.annotations.NullMarked;
