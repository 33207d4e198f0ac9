/** Runs that are killed and started again, in processes of their own, compared byte by byte. */
@NullMarked
package io.eventflux.runner.kill;

import org.jspecify.annotations.NullMarked;
