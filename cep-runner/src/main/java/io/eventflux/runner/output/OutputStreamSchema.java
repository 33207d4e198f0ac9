package io.eventflux.runner.output;

import io.eventflux.core.column.RowSchema;

/**
 * A stream whose rows are printed. Immutable.
 *
 * @param stream its name
 * @param schema its columns
 */
public record OutputStreamSchema(String stream, RowSchema schema) {}
