/** Descriptors: everything users may know about what a text can name. Imports types only. */
@NullMarked
package io.eventflux.query.catalog;

import org.jspecify.annotations.NullMarked;
