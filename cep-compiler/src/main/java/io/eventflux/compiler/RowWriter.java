package io.eventflux.compiler;

import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.Decimals;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Sends events of one stream one at a time, without boxing: set columns by their number, from 0,
 * then emit. Columns that are not set are NULL. One thread at a time.
 *
 * <p>Setters throw {@link IllegalArgumentException} for a column that does not exist or has another
 * type; nothing widens here.
 */
public final class RowWriter {
  private final StreamInput stream;
  private final RowSchema schema;
  private final ColumnBatch batch;
  private final TypedColumns columns;

  RowWriter(StreamInput stream) {
    this.stream = stream;
    this.schema = stream.schema();
    this.batch = stream.newBatch(1);
    this.columns = new TypedColumns(stream.streamName(), schema, batch);
    clear();
  }

  /** The number of a column. */
  public int indexOf(String column) {
    return columns.indexOf(column);
  }

  /** Sets a BOOL column. */
  public RowWriter setBoolean(int column, boolean value) {
    BooleanColumn target = columns.column(column, BooleanColumn.class, "a boolean");
    target.values()[0] = value;
    target.nulls()[0] = false;
    return this;
  }

  /** Sets an INT column. */
  public RowWriter setInt(int column, int value) {
    IntColumn target = columns.column(column, IntColumn.class, "an int");
    target.values()[0] = value;
    target.nulls()[0] = false;
    return this;
  }

  /** Sets a LONG, TIMESTAMP, DATE, TIME or INTERVAL column, times in milliseconds. */
  public RowWriter setLong(int column, long value) {
    LongColumn target = columns.column(column, LongColumn.class, "a long");
    target.values()[0] = value;
    target.nulls()[0] = false;
    return this;
  }

  /** Sets a FLOAT column. */
  public RowWriter setFloat(int column, float value) {
    FloatColumn target = columns.column(column, FloatColumn.class, "a float");
    target.values()[0] = value;
    target.nulls()[0] = false;
    return this;
  }

  /** Sets a DOUBLE column. */
  public RowWriter setDouble(int column, double value) {
    DoubleColumn target = columns.column(column, DoubleColumn.class, "a double");
    target.values()[0] = value;
    target.nulls()[0] = false;
    return this;
  }

  /** Sets a STRING column; null is NULL. */
  public RowWriter setText(int column, @Nullable String value) {
    Column target = columns.column(column);
    if (schema.field(column).type() != Type.STRING) {
      throw columns.mismatch(column, "a text");
    }
    target.setBoxed(0, value);
    return this;
  }

  /** Sets a DECIMAL column, rounded half up to its scale; null is NULL. */
  public RowWriter setDecimal(int column, @Nullable BigDecimal value) {
    Column target = columns.column(column);
    if (!(schema.field(column).type() instanceof Type.Decimal type)) {
      throw columns.mismatch(column, "a decimal");
    }
    BigDecimal fitted = value == null ? null : Decimals.fit(value, type.precision(), type.scale());
    if (value != null && fitted == null) {
      throw columns.mismatch(column, value.toString());
    }
    target.setBoxed(0, fitted);
    return this;
  }

  /** Sets a column of any type to NULL. */
  public RowWriter setNull(int column) {
    columns.column(column).setNull(0);
    return this;
  }

  /** Sends the event as one that happens now, and starts the next. */
  public void emit() {
    emitAt(stream.nowMillis());
  }

  /** Sends the event with time {@code timestampMillis}, epoch milliseconds, and starts the next. */
  public void emitAt(long timestampMillis) {
    batch.timestamps()[0] = timestampMillis;
    try {
      stream.publish(batch, 0, 1);
    } finally {
      clear();
    }
  }

  private void clear() {
    for (Column column : batch.columns()) {
      column.setNull(0);
    }
  }
}
