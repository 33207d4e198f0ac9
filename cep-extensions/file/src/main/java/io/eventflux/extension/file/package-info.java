/** The file source and sink. Imports the query API, the core and the formats. */
@NullMarked
package io.eventflux.extension.file;

import org.jspecify.annotations.NullMarked;
