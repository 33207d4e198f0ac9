package io.eventflux.core.kernel;

import io.eventflux.core.column.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * A condition over one row of a left batch and many rows of a right one: a pattern element against
 * waiting runs, a join probe against a table. Generated; stateless; pipeline thread only.
 */
public abstract class PairKernel extends Kernel {
  /**
   * Writes the index of every candidate row of {@code right} for which the condition is TRUE
   * together with row {@code leftRow} of {@code left} to {@code hits}, from index 0, in order.
   *
   * @param candidates row indexes of {@code right}, of which {@code [lo, hi)} are tried; null: rows
   *     {@code [lo, hi)} themselves
   * @return how many rows passed
   */
  public abstract int filter(
      ColumnBatch left,
      int leftRow,
      ColumnBatch right,
      int @Nullable [] candidates,
      int lo,
      int hi,
      int[] hits,
      RowErrors errors);
}
