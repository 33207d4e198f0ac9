package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;

/** Sees the rows of a stream or query. Called on the pipeline thread; must not block for long. */
@FunctionalInterface
public interface RowListener {
  /**
   * Takes the rows at positions {@code [lo, hi)}, whole units; valid during the call only. For
   * queries the kinds of rows are kept, for streams all are CURRENT.
   */
  void onRows(ColumnBatch batch, int lo, int hi);
}
