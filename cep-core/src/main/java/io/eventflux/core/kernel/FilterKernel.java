package io.eventflux.core.kernel;

import io.eventflux.core.column.ColumnBatch;

/** One condition over the rows of one batch. Generated; stateless; pipeline thread only. */
public abstract class FilterKernel extends Kernel {
  /**
   * Writes the index of every row at positions {@code [lo, hi)} of {@code in} for which the
   * condition is TRUE (not UNKNOWN) to {@code rows}, from index 0, in order. RESET rows pass
   * unseen.
   *
   * @param rows has room for {@code hi - lo} entries; may be the selection of {@code in}
   * @return how many rows passed
   */
  public abstract int filter(ColumnBatch in, int lo, int hi, int[] rows, RowErrors errors);
}
