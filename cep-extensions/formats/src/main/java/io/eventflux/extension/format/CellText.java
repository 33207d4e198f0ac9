package io.eventflux.extension.format;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.ByteString;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.function.JsonPrinter;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The text of a value that is not NULL, by the type of its column. Immutable. */
enum CellText {
  /** Truth values. */
  BOOL {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      out.append(((BooleanColumn) column).values()[row] ? TRUE : FALSE);
      return null;
    }
  },
  /** 32-bit whole numbers. */
  INT {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      out.appendLong(((IntColumn) column).values()[row]);
      return null;
    }
  },
  /** 64-bit whole numbers, and lengths of time. */
  LONG {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      out.appendLong(((LongColumn) column).values()[row]);
      return null;
    }
  },
  /** 32-bit numbers. */
  FLOAT {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      out.appendAscii(Float.toString(((FloatColumn) column).values()[row]));
      return null;
    }

    @Override
    boolean isFinite(Column column, int row) {
      return Float.isFinite(((FloatColumn) column).values()[row]);
    }
  },
  /** 64-bit numbers. */
  DOUBLE {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      out.appendDouble(((DoubleColumn) column).values()[row]);
      return null;
    }

    @Override
    boolean isFinite(Column column, int row) {
      return Double.isFinite(((DoubleColumn) column).values()[row]);
    }
  },
  /** Decimal numbers, without exponent. */
  DECIMAL {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      out.appendAscii(((BigDecimal) object(column, row)).toPlainString());
      return null;
    }
  },
  /** Text, left to the caller to quote. */
  STRING {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      return (String) object(column, row);
    }
  },
  /** Bytes, in base64. */
  BINARY {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      return ((ByteString) object(column, row)).toBase64();
    }
  },
  /** JSON text, and values that are written as such. */
  JSON {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      return JsonPrinter.print(object(column, row), type);
    }

    @Override
    boolean isJson() {
      return true;
    }
  },
  /** Instants. */
  TIMESTAMP {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      TimeText.appendTimestamp(out, ((LongColumn) column).values()[row]);
      return null;
    }

    @Override
    boolean isQuotedInJson() {
      return true;
    }
  },
  /** Days. */
  DATE {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      TimeText.appendDate(out, ((LongColumn) column).values()[row]);
      return null;
    }

    @Override
    boolean isQuotedInJson() {
      return true;
    }
  },
  /** Times of day. */
  TIME {
    @Override
    @Nullable String append(ByteOutput out, Column column, int row, Type type) {
      TimeText.appendTime(out, ((LongColumn) column).values()[row]);
      return null;
    }

    @Override
    boolean isQuotedInJson() {
      return true;
    }
  };

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** How values of {@code type} are written. */
  static CellText of(Type type) {
    if (type instanceof Type.Decimal) {
      return DECIMAL;
    }
    if (!(type instanceof Type.Scalar scalar)) {
      return JSON;
    }
    return switch (scalar) {
      case BOOL -> BOOL;
      case INT -> INT;
      case LONG, INTERVAL -> LONG;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case STRING -> STRING;
      case BINARY -> BINARY;
      case JSON, OBJECT -> JSON;
      case TIMESTAMP -> TIMESTAMP;
      case DATE -> DATE;
      case TIME -> TIME;
    };
  }

  /** Appends the ASCII text of a value, or returns text that the caller has to quote and append. */
  abstract @Nullable String append(ByteOutput out, Column column, int row, Type type);

  /** Whether the value is a number that every format can write; false for NaN and infinities. */
  boolean isFinite(Column column, int row) {
    return true;
  }

  /** Whether the text is JSON already, so that JSON takes it as it is. */
  boolean isJson() {
    return false;
  }

  /** Whether the appended text stands in quotes in JSON. */
  boolean isQuotedInJson() {
    return false;
  }

  private static Object object(Column column, int row) {
    return Objects.requireNonNull(((ObjectColumn) column).values()[row]);
  }
}
