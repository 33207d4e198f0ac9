package io.eventflux.core.kernel;

import io.eventflux.core.column.ColumnBatch;

/**
 * Where a kernel reports a row whose evaluation failed. The kernel leaves such a row out and goes
 * on with the next. Pipeline thread only.
 */
public interface RowErrors {
  /**
   * Takes note of one failed row.
   *
   * @param batch the batch the row stands in; valid during the call
   * @param row the row index
   * @param cause what the called function threw
   */
  void report(ColumnBatch batch, int row, Throwable cause);

  /**
   * Takes note of one failed row and of the function that failed; as {@link #report(ColumnBatch,
   * int, Throwable)} unless somebody has use for the name.
   *
   * @param functionName name of the function called last
   */
  default void report(ColumnBatch batch, int row, String functionName, Throwable cause) {
    report(batch, row, cause);
  }
}
