/**
 * Descriptors: everything users may know about what a text can name. Imports types and the forms of
 * option values only.
 */
@NullMarked
package io.eventflux.query.catalog;

import org.jspecify.annotations.NullMarked;
