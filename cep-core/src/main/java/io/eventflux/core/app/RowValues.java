package io.eventflux.core.app;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
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
      Object fitted = fitted(type, value);
      if (fitted == null) {
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
      column.setBoxed(row, fitted);
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

  /** The value in the boxed form of {@code type}, or null if it does not fit. */
  private static @Nullable Object fitted(Type type, Object value) {
    if (type instanceof Type.Decimal decimal) {
      return decimal(decimal, value);
    }
    if (type instanceof Type.Scalar scalar) {
      return switch (scalar) {
        case BOOL -> value instanceof Boolean ? value : null;
        case INT -> isInt(value) ? (Object) ((Number) value).intValue() : null;
        case LONG, DATE, TIME, INTERVAL ->
            isInt(value) || value instanceof Long ? (Object) ((Number) value).longValue() : null;
        case TIMESTAMP -> {
          if (value instanceof Instant instant) {
            yield instant.toEpochMilli();
          }
          yield isInt(value) || value instanceof Long
              ? (Object) ((Number) value).longValue()
              : null;
        }
        case FLOAT ->
            isInt(value) || value instanceof Long || value instanceof Float
                ? (Object) ((Number) value).floatValue()
                : null;
        case DOUBLE ->
            isInt(value)
                    || value instanceof Long
                    || value instanceof Float
                    || value instanceof Double
                    || value instanceof BigDecimal
                ? (Object) ((Number) value).doubleValue()
                : null;
        case STRING -> value instanceof CharSequence ? value.toString() : null;
        case BINARY -> value instanceof byte[] ? value : null;
        case OBJECT, JSON -> value;
      };
    }
    return value;
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
    } else if (isInt(value) || value instanceof Long) {
      number = BigDecimal.valueOf(((Number) value).longValue());
    } else {
      return null;
    }
    BigDecimal scaled = number.setScale(type.scale(), RoundingMode.HALF_UP);
    return scaled.precision() > type.precision() ? null : scaled;
  }
}
