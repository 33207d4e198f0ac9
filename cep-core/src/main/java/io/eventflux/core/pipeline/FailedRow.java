package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import org.jspecify.annotations.Nullable;

/**
 * A row that could not be processed, where it stands; valid during one call.
 *
 * @param schema the attributes of {@code batch}
 * @param batch what failed, as the operator saw it
 * @param row its index there
 * @param eventBatch the row of the stream that was being processed; null if that is not known, as
 *     for a unit of several rows or when a timer fired
 * @param eventRow its index there
 */
public record FailedRow(
    RowSchema schema, ColumnBatch batch, int row, @Nullable ColumnBatch eventBatch, int eventRow) {
  /** A row that failed as it stands in its stream. */
  static FailedRow ofStream(RowSchema schema, ColumnBatch batch, int row) {
    return new FailedRow(schema, batch, row, batch, row);
  }

  /** What failed as JSON text, for messages and dead letters. */
  public String text() {
    return RowText.json(schema, batch, row);
  }
}
