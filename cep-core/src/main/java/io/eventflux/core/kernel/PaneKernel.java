package io.eventflux.core.kernel;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;

/**
 * The aggregates of one pane of a group window: rows go in while the pane is open, one row a group
 * comes out when it closes. The aggregators are given at construction and owned by the pane.
 * Generated; pipeline thread only.
 */
public abstract class PaneKernel extends Kernel {
  /**
   * Accumulates the rows at positions {@code [lo, hi)} of {@code in}.
   *
   * @param slots the group of each position, {@code slots[position - lo]}
   */
  public abstract void accumulate(ColumnBatch in, int lo, int hi, int[] slots, RowErrors errors);

  /**
   * Computes the select list and HAVING for groups {@code [lo, hi)} and writes the rows that pass
   * to {@code out} from row 0: attributes only; time, kind and unit are the caller's. A closing
   * window emits all its groups, a late row its own group only.
   *
   * @param keys the key columns, one row a group
   * @param windowStartMillis first millisecond of the window
   * @param windowEndMillis first millisecond after the window
   * @return how many rows were written
   */
  public abstract int emit(
      Column[] keys,
      int lo,
      int hi,
      long windowStartMillis,
      long windowEndMillis,
      ColumnBatch out,
      RowErrors errors);
}
