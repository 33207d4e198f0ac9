package io.eventflux.core.app;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.state.Table;
import org.jspecify.annotations.Nullable;

/** Looks into the tables of an app from outside. Any thread, but not from inside a listener. */
final class AppTables {
  private final AppRuntime app;
  private final AppParts parts;

  AppTables(AppRuntime app, AppParts parts) {
    this.app = app;
    this.parts = parts;
  }

  /** See {@link AppRuntime#copyTable}. */
  TableCopy copy(String table) {
    Table rows = tableNamed(table);
    TableCopy[] copy = new TableCopy[1];
    app.life().whileNothingMoves(() -> copy[0] = copyOf(rows, 0, rows.rowCount()));
    return copy[0];
  }

  /** See {@link AppRuntime#copyTableRow}. */
  TableCopy copyRow(String table, @Nullable Object[] key) {
    Table rows = tableNamed(table);
    Column[] probe = keyOf(table, rows.keySchema(), key);
    TableCopy[] copy = new TableCopy[1];
    app.life()
        .whileNothingMoves(
            () -> {
              int[] found = new int[1];
              rows.findByKey(probe, 0, 1, found);
              copy[0] = found[0] < 0 ? copyOf(rows, 0, 0) : copyOf(rows, found[0], found[0] + 1);
            });
    return copy[0];
  }

  private Table tableNamed(String name) {
    Table table = parts.tableOf(name);
    if (table == null) {
      throw new IllegalArgumentException("app '" + app.name() + "' has no table '" + name + "'");
    }
    return table;
  }

  private static TableCopy copyOf(Table table, int lo, int hi) {
    ColumnBatch rows = new ColumnBatch(table.schema(), hi - lo);
    rows.copyRows(table.rows(), lo, 0, hi - lo);
    return new TableCopy(table.schema(), rows, hi - lo);
  }

  private static Column[] keyOf(String table, RowSchema schema, @Nullable Object[] key) {
    if (schema.size() == 0) {
      throw new IllegalArgumentException("table '" + table + "' has no primary key");
    }
    if (key.length != schema.size()) {
      throw new IllegalArgumentException(
          "the primary key of table '"
              + table
              + "' has "
              + schema.size()
              + (schema.size() == 1 ? " column, " : " columns, ")
              + key.length
              + (key.length == 1 ? " value was given" : " values were given"));
    }
    Column[] columns = schema.newColumns(1);
    for (int c = 0; c < key.length; c++) {
      Object value = key[c];
      if (value == null) {
        columns[c].setNull(0);
      } else if (!RowValues.put(schema.field(c).type(), columns[c], 0, value)) {
        throw new IllegalArgumentException(
            "key column '"
                + schema.field(c).name()
                + "' of table '"
                + table
                + "' is "
                + schema.field(c).type()
                + ", a value of Java type "
                + value.getClass().getSimpleName()
                + " was given");
      }
    }
    return columns;
  }
}
