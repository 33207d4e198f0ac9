/**
 * Operators that change tables (language section 3.4). Imports the operator contract and what lies
 * below it, no other family.
 */
@NullMarked
package io.eventflux.core.operator.table;

import org.jspecify.annotations.NullMarked;
