package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;

/** Where units end. Stateless. */
final class Units {
  private Units() {}

  /**
   * The position behind the unit that starts at position {@code lo} of a range that ends at {@code
   * hi}.
   */
  static int end(ColumnBatch batch, int lo, int hi) {
    int[] units = batch.units();
    if (units == null) {
      return lo + 1;
    }
    int unit = units[batch.row(lo)];
    int end = lo + 1;
    while (end < hi && units[batch.row(end)] == unit) {
      end++;
    }
    return end;
  }
}
