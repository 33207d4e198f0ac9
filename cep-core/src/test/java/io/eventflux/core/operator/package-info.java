/** Runs operators under every chunking and across snapshots; see {@link OperatorScript}. */
@NullMarked
package io.eventflux.core.operator;

import org.jspecify.annotations.NullMarked;
