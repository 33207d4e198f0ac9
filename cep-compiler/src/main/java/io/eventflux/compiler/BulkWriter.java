package io.eventflux.compiler;

import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends many events of one stream at once. The arrays of the columns are filled in place, row by
 * row from index 0, then published; each row is an event of its own. After publishing the arrays
 * can be filled again: values stay until they are overwritten. One thread at a time.
 *
 * <pre>{@code
 * BulkWriter bulk = app.input("Trades").bulkWriter(1024);
 * String[] symbols = bulk.texts("symbol");
 * double[] prices = bulk.doubles("price");
 * ...
 * bulk.publish(count);
 * }</pre>
 */
public final class BulkWriter {
  private final StreamInput stream;
  private final RowSchema schema;
  private final int capacity;
  private final ColumnBatch batch;
  private final TypedColumns columns;

  BulkWriter(StreamInput stream, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.stream = stream;
    this.schema = stream.schema();
    this.capacity = capacity;
    this.batch = newBatch(schema, capacity);
    this.columns = new TypedColumns(stream.streamName(), schema, batch);
  }

  /** Texts go into arrays that Java keeps free of anything else, so that no look at them is due. */
  private static ColumnBatch newBatch(RowSchema schema, int capacity) {
    Column[] columns = schema.newColumns(capacity);
    for (int c = 0; c < columns.length; c++) {
      if (schema.field(c).type() == Type.STRING) {
        columns[c] = ObjectColumn.ofTexts(capacity);
      }
    }
    return new ColumnBatch(columns, new long[capacity]);
  }

  /** Rows that fit. */
  public int capacity() {
    return capacity;
  }

  /** The values of a BOOL column. */
  public boolean[] booleans(String column) {
    return columns.column(columns.indexOf(column), BooleanColumn.class, "a boolean").values();
  }

  /** The values of an INT column. */
  public int[] ints(String column) {
    return columns.column(columns.indexOf(column), IntColumn.class, "an int").values();
  }

  /** The values of a LONG, TIMESTAMP, DATE, TIME or INTERVAL column, times in milliseconds. */
  public long[] longs(String column) {
    return columns.column(columns.indexOf(column), LongColumn.class, "a long").values();
  }

  /** The values of a FLOAT column. */
  public float[] floats(String column) {
    return columns.column(columns.indexOf(column), FloatColumn.class, "a float").values();
  }

  /** The values of a DOUBLE column. */
  public double[] doubles(String column) {
    return columns.column(columns.indexOf(column), DoubleColumn.class, "a double").values();
  }

  /** The values of a STRING column; null is NULL. */
  public @Nullable String[] texts(String column) {
    int index = columns.indexOf(column);
    if (schema.field(index).type() != Type.STRING) {
      throw columns.mismatch(index, "a text");
    }
    return (@Nullable String[]) ((ObjectColumn) columns.column(index)).values();
  }

  /**
   * The values of a DECIMAL column: {@link BigDecimal} of the scale of the column, null is NULL.
   */
  public @Nullable Object[] decimals(String column) {
    int index = columns.indexOf(column);
    if (!(schema.field(index).type() instanceof Type.Decimal)) {
      throw columns.mismatch(index, "a decimal");
    }
    return ((ObjectColumn) columns.column(index)).values();
  }

  /**
   * The NULL flags of a column; false at first. Texts and decimals take theirs from null values.
   */
  public boolean[] nulls(String column) {
    return columns.column(columns.indexOf(column)).nulls();
  }

  /** The times of the rows, epoch milliseconds, for {@link #publishTimed}. */
  public long[] timestamps() {
    return batch.timestamps();
  }

  /**
   * Sends the first {@code rowCount} rows as events that happen now.
   *
   * @throws IllegalArgumentException if there are more rows than fit, or a value has a wrong type
   */
  public void publish(int rowCount) {
    check(rowCount);
    Arrays.fill(batch.timestamps(), 0, rowCount, stream.nowMillis());
    stream.publish(batch, 0, rowCount);
  }

  /**
   * Sends the first {@code rowCount} rows with the times in {@link #timestamps}.
   *
   * @throws IllegalArgumentException if there are more rows than fit, or a value has a wrong type
   */
  public void publishTimed(int rowCount) {
    check(rowCount);
    stream.publish(batch, 0, rowCount);
  }

  private void check(int rowCount) {
    if (rowCount < 0 || rowCount > capacity) {
      throw new IllegalArgumentException(
          "rows to publish must be between 0 and " + capacity + ", were " + rowCount);
    }
    for (int c = 0; c < schema.size(); c++) {
      Column column = batch.column(c);
      if (column instanceof ObjectColumn objects) {
        markNulls(objects, rowCount);
        if (schema.field(c).type() instanceof Type.Decimal decimal) {
          check(c, decimal, objects, rowCount);
        }
      }
    }
  }

  /** Null flags of references follow their values. */
  private static void markNulls(ObjectColumn column, int rowCount) {
    @Nullable Object[] values = column.values();
    boolean[] nulls = column.nulls();
    for (int row = 0; row < rowCount; row++) {
      nulls[row] = values[row] == null;
    }
  }

  private void check(int index, Type.Decimal type, ObjectColumn column, int rowCount) {
    @Nullable Object[] values = column.values();
    for (int row = 0; row < rowCount; row++) {
      Object value = values[row];
      boolean fits =
          value == null
              || (value instanceof BigDecimal number
                  && number.scale() == type.scale()
                  && number.precision() <= type.precision());
      if (!fits) {
        throw columns.mismatch(index, "'" + value + "', in row " + row);
      }
    }
  }
}
