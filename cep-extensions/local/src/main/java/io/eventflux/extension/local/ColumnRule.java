package io.eventflux.extension.local;

import io.eventflux.core.column.Column;

/** Makes up the values of one column. One thread; may remember what it gave last. */
@FunctionalInterface
interface ColumnRule {
  /**
   * Sets {@code row} of {@code column}.
   *
   * @param number the number of the row since the start, from 0
   * @param timeMillis its time
   */
  void set(Column column, int row, long number, long timeMillis);
}
