package io.eventflux.core.kernel;

import io.eventflux.core.column.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * The selector of a query with running aggregates (language 4.3): every row first changes the
 * aggregates of its group, then the select list and HAVING are computed. The aggregators are given
 * at construction and owned by the operator. Generated; pipeline thread only.
 */
public abstract class AggregateKernel extends Kernel {
  /**
   * Applies the rows at positions {@code [lo, hi)} in order. CURRENT accumulates, EXPIRED retracts,
   * RESET clears all groups. A row is written to {@code out} (from row 0; attributes, time, and
   * kind and unit where {@code out} has arrays) when HAVING is TRUE and {@code kindMask} has the
   * bit {@code 1 << kind}.
   *
   * <p>The caller has made room for all slots ({@code ensureSlots}).
   *
   * @param slots the group of each position, {@code slots[position - lo]}, and for a RESET row the
   *     count of groups to clear; null when there is one group, slot 0
   * @param outSlots receives the group of each row written; null when nobody asks
   * @return how many rows were written
   */
  public abstract int apply(
      ColumnBatch in,
      int lo,
      int hi,
      int @Nullable [] slots,
      int kindMask,
      ColumnBatch out,
      int @Nullable [] outSlots,
      RowErrors errors);
}
