/** What the command says of descriptors and of codes: lists, pages, JSON. Imports the catalogs. */
@NullMarked
package io.eventflux.runner.reference;

import org.jspecify.annotations.NullMarked;
