package io.eventflux.compiler;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.ValueConversion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as a subscriber sees it, or a row of a table. Subscribers are shown one row after the
 * other by the same object: it is valid during the call only, and {@link #values} is what can be
 * kept. Rows that {@link EventTable} gives are copies and can be kept. Columns are named as in the
 * text, upper and lower case told apart.
 *
 * <p>Accessors throw {@link IllegalArgumentException} for a column that does not exist or has
 * another type, and {@link NullPointerException} where a primitive is asked of a NULL.
 */
public final class Row {
  private final RowSchema schema;
  private final Map<String, Integer> indexes;
  private ColumnBatch batch = ColumnBatch.newView();
  private int index;

  Row(RowSchema schema) {
    this(schema, new HashMap<>());
    for (int c = 0; c < schema.size(); c++) {
      indexes.put(schema.field(c).name(), c);
    }
  }

  private Row(RowSchema schema, Map<String, Integer> indexes) {
    this.schema = schema;
    this.indexes = indexes;
  }

  /** One more row of the same columns. */
  Row another() {
    return new Row(schema, indexes);
  }

  Row at(ColumnBatch newBatch, int row) {
    batch = newBatch;
    index = row;
    return this;
  }

  /** The columns, in order. */
  public RowSchema schema() {
    return schema;
  }

  /** Time of the row, epoch milliseconds. */
  public long timestampMillis() {
    return batch.timestamps()[index];
  }

  /** Whether the row left a window; only queries show such rows, streams never. */
  public boolean isExpired() {
    byte[] kinds = batch.kinds();
    return kinds != null && kinds[index] == RowKind.EXPIRED;
  }

  /** Whether the value is NULL. */
  public boolean isNull(String column) {
    return batch.column(indexOf(column)).nulls()[index];
  }

  /** The value of a BOOL column. */
  public boolean booleanValue(String column) {
    if (present(column) instanceof Boolean value) {
      return value;
    }
    throw mismatch(column, "a truth value");
  }

  /** The value of an INT column. */
  public int intValue(String column) {
    if (present(column) instanceof Integer value) {
      return value;
    }
    throw mismatch(column, "an int");
  }

  /** The value of an INT, LONG or time column; times are epoch milliseconds or milliseconds. */
  public long longValue(String column) {
    Object value = present(column);
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw mismatch(column, "a long");
  }

  /** The value of a FLOAT column. */
  public float floatValue(String column) {
    if (present(column) instanceof Float value) {
      return value;
    }
    throw mismatch(column, "a float");
  }

  /** The value of a column of any numeric type. */
  public double doubleValue(String column) {
    int c = indexOf(column);
    if (schema.field(c).type().isNumeric()) {
      return ((Number) present(column)).doubleValue();
    }
    throw mismatch(column, "a double");
  }

  /** The value of a DECIMAL column, or null. */
  public @Nullable BigDecimal decimal(String column) {
    Object value = value(column);
    if (value == null || value instanceof BigDecimal) {
      return (BigDecimal) value;
    }
    throw mismatch(column, "a decimal");
  }

  /** The value as text, as CAST to VARCHAR gives it, or null. */
  public @Nullable String text(String column) {
    int c = indexOf(column);
    Object value = batch.column(c).boxed(index);
    return value == null ? null : ValueConversion.text(value, schema.field(c).type());
  }

  /** The value of a BINARY column as a new array, or null. */
  public byte @Nullable [] bytes(String column) {
    Object value = value(column);
    if (value == null || value instanceof ByteString) {
      return value == null ? null : ((ByteString) value).toByteArray();
    }
    throw mismatch(column, "binary");
  }

  /**
   * The value as an object, or null: Boolean, Integer, Long (also times), Float, Double,
   * BigDecimal, String (also JSON), {@link ByteString}, an unmodifiable List for ARRAY, or an
   * unmodifiable Map for MAP and ROW.
   */
  public @Nullable Object value(String column) {
    return batch.column(indexOf(column)).boxed(index);
  }

  /** All values in the order of the columns, as {@link #value} gives them. May be kept. */
  public List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>(schema.size());
    for (int c = 0; c < schema.size(); c++) {
      values.add(batch.column(c).boxed(index));
    }
    return Collections.unmodifiableList(values);
  }

  /** Columns and values, as {@code {symbol=IBM, price=12.5}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int c = 0; c < schema.size(); c++) {
      Field field = schema.field(c);
      Object value = batch.column(c).boxed(index);
      text.append(c == 0 ? "" : ", ").append(field.name()).append('=');
      text.append(value == null ? "NULL" : ValueConversion.text(value, field.type()));
    }
    return text.append('}').toString();
  }

  private int indexOf(String column) {
    Integer c = indexes.get(column);
    if (c == null) {
      throw new IllegalArgumentException(
          "there is no column '" + column + "'; columns: " + ColumnsText.of(schema));
    }
    return c;
  }

  private Object present(String column) {
    Object value = value(column);
    if (value == null) {
      throw new NullPointerException("column '" + column + "' is NULL; ask isNull first");
    }
    return value;
  }

  private IllegalArgumentException mismatch(String column, String wanted) {
    return new IllegalArgumentException(
        "column '"
            + column
            + "' is "
            + schema.field(indexOf(column)).type().sqlName()
            + ", not "
            + wanted);
  }
}
