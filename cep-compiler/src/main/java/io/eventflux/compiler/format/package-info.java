/**
 * Texts for people: the canonical text of an app with its comments, laid out to be read, and the
 * change from one dialect to the other. Reads trees and tokens of the first stage and uses the
 * printer of the query API; nothing of a later stage.
 */
@NullMarked
package io.eventflux.compiler.format;

import org.jspecify.annotations.NullMarked;
