package io.eventflux.core.app;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.HostValues;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts values that a caller sends into columns, with the widening conversions of language 2.2.
 * Stateless.
 */
final class RowValues {
  private RowValues() {}

  /**
   * Sets row {@code row} of {@code batch}.
   *
   * @throws IllegalArgumentException with a sentence if number or types of the values do not fit
   *     {@code schema}
   */
  static void set(
      String stream, RowSchema schema, ColumnBatch batch, int row, @Nullable Object... values) {
    if (values.length != schema.size()) {
      throw new IllegalArgumentException(
          "stream '"
              + stream
              + "' has "
              + schema.size()
              + " attributes, "
              + values.length
              + " values were sent");
    }
    for (int c = 0; c < values.length; c++) {
      Column column = batch.column(c);
      Object value = values[c];
      if (value == null) {
        column.setNull(row);
        continue;
      }
      Type type = schema.field(c).type();
      if (!put(type, column, row, value)) {
        throw new IllegalArgumentException(
            "attribute '"
                + schema.field(c).name()
                + "' of stream '"
                + stream
                + "' is "
                + type
                + ", a value of Java type "
                + value.getClass().getSimpleName()
                + " was sent");
      }
    }
  }

  /** As {@link #set}, from a list. */
  static void set(
      String stream,
      RowSchema schema,
      ColumnBatch batch,
      int row,
      List<? extends @Nullable Object> values) {
    set(stream, schema, batch, row, values.toArray());
  }

  /** Sets a row to a value that is not null; false, with nothing done, if it does not fit. */
  static boolean put(Type type, Column column, int row, Object value) {
    if (type instanceof Type.Decimal decimal) {
      return put(column, row, decimal(decimal, value));
    }
    if (!(type instanceof Type.Scalar scalar)) {
      return putPart(type, column, row, value);
    }
    return switch (scalar) {
      case BOOL -> put(column, row, value instanceof Boolean ? value : null);
      case INT -> isInt(value) && put((IntColumn) column, row, ((Number) value).intValue());
      case LONG -> isLong(value) && put((LongColumn) column, row, ((Number) value).longValue());
      case TIMESTAMP ->
          value instanceof Instant
              ? putPart(type, column, row, value)
              : isLong(value) && put((LongColumn) column, row, ((Number) value).longValue());
      case FLOAT ->
          (value instanceof Float || isLong(value))
              && put((FloatColumn) column, row, ((Number) value).floatValue());
      case DOUBLE ->
          (value instanceof Double
                  || isLong(value)
                  || value instanceof Float
                  || value instanceof BigDecimal)
              && put((DoubleColumn) column, row, ((Number) value).doubleValue());
      case STRING -> put(column, row, value instanceof CharSequence ? value.toString() : null);
      case DATE, TIME, INTERVAL, BINARY, OBJECT, JSON -> putPart(type, column, row, value);
    };
  }

  private static boolean putPart(Type type, Column column, int row, Object value) {
    try {
      return put(column, row, HostValues.of(type, value));
    } catch (IllegalArgumentException misfit) {
      return false;
    }
  }

  private static boolean put(Column column, int row, @Nullable Object fitted) {
    if (fitted == null) {
      return false;
    }
    column.setBoxed(row, fitted);
    return true;
  }

  private static boolean put(IntColumn column, int row, int value) {
    column.nulls()[row] = false;
    column.values()[row] = value;
    return true;
  }

  private static boolean put(LongColumn column, int row, long value) {
    column.nulls()[row] = false;
    column.values()[row] = value;
    return true;
  }

  private static boolean put(FloatColumn column, int row, float value) {
    column.nulls()[row] = false;
    column.values()[row] = value;
    return true;
  }

  private static boolean put(DoubleColumn column, int row, double value) {
    column.nulls()[row] = false;
    column.values()[row] = value;
    return true;
  }

  private static boolean isLong(Object value) {
    return value instanceof Long || isInt(value);
  }

  private static boolean isInt(Object value) {
    return value instanceof Integer || value instanceof Short || value instanceof Byte;
  }

  private static @Nullable Object decimal(Type.Decimal type, Object value) {
    BigDecimal number;
    if (value instanceof BigDecimal exact) {
      number = exact;
    } else if (value instanceof BigInteger whole) {
      number = new BigDecimal(whole);
    } else if (isLong(value)) {
      number = BigDecimal.valueOf(((Number) value).longValue());
    } else {
      return null;
    }
    BigDecimal scaled = number.setScale(type.scale(), RoundingMode.HALF_UP);
    return scaled.precision() > type.precision() ? null : scaled;
  }
}
