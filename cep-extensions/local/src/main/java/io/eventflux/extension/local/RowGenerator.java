package io.eventflux.extension.local;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;

/**
 * Makes up rows, one after the other, in the order of time. Equal seeds give equal rows. One
 * thread.
 */
public interface RowGenerator {
  /** The attributes of the rows. */
  RowSchema schema();

  /**
   * Writes the next rows into rows {@code [0, rowCount)} of {@code batch}, timestamps included;
   * their times never fall.
   */
  void fill(ColumnBatch batch, int rowCount);

  /** How many anomalies have been completed in the rows so far; 0 for a generator without any. */
  default long anomalyCount() {
    return 0;
  }
}
