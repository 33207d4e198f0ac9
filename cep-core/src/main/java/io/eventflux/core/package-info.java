/**
 * What a program does: the packages below this one hold plan records, columns, the junction,
 * operators, pipelines, state and the app runtime. They import the query API, and know neither the
 * grammar nor the compiler.
 */
@NullMarked
package io.eventflux.core;

import org.jspecify.annotations.NullMarked;
