/** Event formats: from text and bytes to columns and back. Imports the query API and the core. */
@NullMarked
package io.eventflux.extension.format;

import org.jspecify.annotations.NullMarked;
