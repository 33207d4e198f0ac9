package io.eventflux.core.column;

import java.util.List;

/** The ordered attributes of a stream, table or intermediate result. Immutable. */
public record RowSchema(List<Field> fields) {
  /** Copies the list, so that later changes to it do not show. */
  public RowSchema {
    fields = List.copyOf(fields);
  }

  /** How many attributes there are. */
  public int size() {
    return fields.size();
  }

  /** The attribute at {@code index}, from 0. */
  public Field field(int index) {
    return fields.get(index);
  }

  /** The position of the attribute called exactly {@code name}, or -1. Linear in the attributes. */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** New columns for every attribute, each with room for {@code capacity} rows. */
  public Column[] newColumns(int capacity) {
    Column[] columns = new Column[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Column.of(PhysicalType.of(fields.get(i).type()), capacity);
    }
    return columns;
  }
}
