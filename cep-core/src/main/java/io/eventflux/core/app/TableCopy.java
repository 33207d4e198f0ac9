package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;

/**
 * Rows of a table as they stood between two events. The copy belongs to whoever asked for it, who
 * hands it to other threads with care: the rows can be changed.
 *
 * @param schema the columns
 * @param rows the rows at {@code [0, rowCount)}, in insertion order
 * @param rowCount how many rows there are
 */
public record TableCopy(RowSchema schema, ColumnBatch rows, int rowCount) {}
