package io.eventflux.compiler;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import java.util.HashMap;
import java.util.Map;

/** The columns of a batch by number and name, with messages for wrong ones. */
final class TypedColumns {
  private final String streamName;
  private final RowSchema schema;
  private final ColumnBatch batch;
  private final Map<String, Integer> indexes = new HashMap<>();

  TypedColumns(String streamName, RowSchema schema, ColumnBatch batch) {
    this.streamName = streamName;
    this.schema = schema;
    this.batch = batch;
    for (int c = 0; c < schema.size(); c++) {
      indexes.put(schema.field(c).name(), c);
    }
  }

  int indexOf(String column) {
    Integer c = indexes.get(column);
    if (c == null) {
      throw new IllegalArgumentException(
          "stream '"
              + streamName
              + "' has no column '"
              + column
              + "'; columns: "
              + ColumnsText.of(schema));
    }
    return c;
  }

  /** The column at {@code index}, which must have the class {@code wanted}. */
  <C extends Column> C column(int index, Class<C> wanted, String valueWords) {
    Column column = column(index);
    if (!wanted.isInstance(column)) {
      throw mismatch(index, valueWords);
    }
    return wanted.cast(column);
  }

  Column column(int index) {
    if (index < 0 || index >= schema.size()) {
      throw new IllegalArgumentException(
          "stream '"
              + streamName
              + "' has no column "
              + index
              + "; columns, from 0: "
              + ColumnsText.of(schema));
    }
    return batch.column(index);
  }

  IllegalArgumentException mismatch(int index, String valueWords) {
    return new IllegalArgumentException(
        "column '"
            + schema.field(index).name()
            + "' of stream '"
            + streamName
            + "' is "
            + schema.field(index).type().sqlName()
            + " and cannot hold "
            + valueWords);
  }
}
