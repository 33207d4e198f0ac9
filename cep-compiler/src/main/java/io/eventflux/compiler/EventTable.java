package io.eventflux.compiler;

import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.TableCopy;
import io.eventflux.core.column.RowSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view from outside into one table of an app. Every call waits until no event is on its way and
 * copies what the table holds then; the rows it gives may be kept and do not change. Any thread,
 * before the start and after the end as well; not from inside a listener.
 */
public final class EventTable {
  private final AppRuntime runtime;
  private final String name;
  private final RowSchema schema;

  EventTable(AppRuntime runtime, String name, RowSchema schema) {
    this.runtime = runtime;
    this.name = name;
    this.schema = schema;
  }

  /** The name of the table. */
  public String name() {
    return name;
  }

  /** The columns of the table. */
  public RowSchema schema() {
    return schema;
  }

  /**
   * All rows, in the order in which they were inserted; the list cannot be changed. Cost: linear in
   * the rows of the table.
   */
  public List<Row> rows() {
    return rowsOf(runtime.copyTable(name));
  }

  /**
   * The row with this primary key, if there is one.
   *
   * @param key a value for each key column, in the order of the primary key
   * @throws IllegalArgumentException if the table has no primary key, or the values do not fit it
   */
  public Optional<Row> find(@Nullable Object... key) {
    return rowsOf(runtime.copyTableRow(name, key)).stream().findFirst();
  }

  private static List<Row> rowsOf(TableCopy copy) {
    Row[] rows = new Row[copy.rowCount()];
    Row first = new Row(copy.schema());
    for (int i = 0; i < rows.length; i++) {
      rows[i] = first.another().at(copy.rows(), i);
    }
    return List.of(rows);
  }
}
