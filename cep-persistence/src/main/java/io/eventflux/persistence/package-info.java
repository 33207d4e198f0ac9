/** Storage of checkpoints and tables. Imports the core; storage libraries are visible here only. */
@NullMarked
package io.eventflux.persistence;

import org.jspecify.annotations.NullMarked;
