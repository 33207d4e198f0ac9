package io.eventflux.core.plan;

import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.RowSchema;
import java.util.List;

/**
 * A table.
 *
 * @param primaryKey indexes of the key columns in key order; empty: no key
 * @param notNull indexes of the columns that refuse NULL; SQL key columns are among them
 * @param lengths how long texts may be; a row with a longer one is refused
 * @param store name of the store extension; {@code inMemory} by default
 */
public record TablePlan(
    String name,
    RowSchema schema,
    List<Integer> primaryKey,
    List<Integer> notNull,
    List<LengthLimit> lengths,
    String store) {
  /** Copies the lists. */
  public TablePlan {
    primaryKey = List.copyOf(primaryKey);
    notNull = List.copyOf(notNull);
    lengths = List.copyOf(lengths);
  }
}
