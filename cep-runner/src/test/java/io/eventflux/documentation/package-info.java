/** Tests that what the pages, the examples and the reference say is what happens. */
@org.jspecify.annotations.NullMarked
package io.eventflux.documentation;
