package io.eventflux.benchmark;

import io.eventflux.core.column.ColumnBatch;

/**
 * What a programmer would write for one query and nothing else: a loop over columns, fields for
 * state, output in reused columns. It knows that there are no NULLs, that no row is late and that
 * it need not be saved or restored. One thread.
 */
interface HandWritten {
  /** Takes the trades in rows {@code [lo, hi)}, in order. */
  void rows(ColumnBatch trades, int lo, int hi);

  /** No more trades come. */
  default void end() {}
}
