package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import java.util.List;

/**
 * A table.
 *
 * @param primaryKey indexes of the key columns in key order; empty: no key
 * @param notNull indexes of the columns that refuse NULL; SQL key columns are among them
 * @param store name of the store extension; {@code inMemory} by default
 */
public record TablePlan(
    String name, RowSchema schema, List<Integer> primaryKey, List<Integer> notNull, String store) {
  /** Copies the lists. */
  public TablePlan {
    primaryKey = List.copyOf(primaryKey);
    notNull = List.copyOf(notNull);
  }
}
