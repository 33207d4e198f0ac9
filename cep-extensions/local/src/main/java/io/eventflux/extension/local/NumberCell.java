package io.eventflux.extension.local;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Sets numbers in a column of a numeric type, or of a length of time in milliseconds.
 *
 * @param type the type of the column
 * @param decimals digits kept behind the point where the type has any; negative: all
 */
record NumberCell(Type type, int decimals) {
  private static final double[] POWERS = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  static final int DECIMALS_MAX = POWERS.length - 1;

  /** Whether columns of {@code type} can be set. */
  static boolean takes(Type type) {
    return type.isNumeric() || type == Type.INTERVAL;
  }

  /** Whether the column holds whole numbers only. */
  boolean isWhole() {
    return type.isInteger() || type == Type.INTERVAL;
  }

  /** Sets a row to {@code value}, rounded, and moved into the range of the type. */
  void set(Column column, int row, double value) {
    column.nulls()[row] = false;
    if (type == Type.INT) {
      // The cast stops at the borders.
      ((IntColumn) column).values()[row] = (int) Math.rint(value);
    } else if (isWhole()) {
      ((LongColumn) column).values()[row] = (long) Math.rint(value);
    } else if (type == Type.DOUBLE) {
      ((DoubleColumn) column).values()[row] = rounded(value);
    } else if (type == Type.FLOAT) {
      ((FloatColumn) column).values()[row] = (float) rounded(value);
    } else {
      Type.Decimal decimal = (Type.Decimal) type;
      BigDecimal exact =
          BigDecimal.valueOf(rounded(value)).setScale(decimal.scale(), RoundingMode.HALF_UP);
      ((ObjectColumn) column).values()[row] = exact;
      column.nulls()[row] = exact.precision() > decimal.precision();
    }
  }

  /** Sets a row to a whole number. */
  void setWhole(Column column, int row, long value) {
    if (type == Type.LONG || type == Type.INTERVAL) {
      column.nulls()[row] = false;
      ((LongColumn) column).values()[row] = value;
    } else {
      set(column, row, (double) value);
    }
  }

  private double rounded(double value) {
    if (decimals < 0 || Math.abs(value) > 1e15) {
      return value;
    }
    double power = POWERS[decimals];
    return Math.rint(value * power) / power;
  }
}
