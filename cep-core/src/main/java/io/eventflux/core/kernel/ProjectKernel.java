package io.eventflux.core.kernel;

import io.eventflux.core.column.ColumnBatch;

/**
 * An optional condition and a list of expressions over the rows of one batch, in one loop.
 * Generated; stateless; pipeline thread only.
 */
public abstract class ProjectKernel extends Kernel {
  /**
   * Evaluates the expressions for every row at positions {@code [lo, hi)} of {@code in} that
   * fulfils the condition, and writes them to consecutive rows of {@code out} from row 0, together
   * with the row's time, and with its kind and unit where {@code out} has arrays for them. The
   * caller sees to the capacity of {@code out}. RESET rows pass: their attributes are left as they
   * are.
   *
   * @return how many rows were written
   */
  public abstract int project(ColumnBatch in, int lo, int hi, ColumnBatch out, RowErrors errors);
}
