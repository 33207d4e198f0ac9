package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import java.math.BigDecimal;

/**
 * Equality of keys that stand in columns of equal types (language 2.4: NaN equals NaN, -0.0 equals
 * 0.0, decimals by value), and hashes that go with it. Keys are lists of column indexes.
 */
final class KeyBits {
  private KeyBits() {}

  /** Whether any part of the key is NULL, so that it equals nothing. */
  static boolean hasNull(Column[] columns, int[] key, int row) {
    for (int column : key) {
      if (columns[column].nulls()[row]) {
        return true;
      }
    }
    return false;
  }

  /** A hash of a key without NULLs. */
  static int hash(Column[] columns, int[] key, int row) {
    long bits = 0;
    for (int column : key) {
      bits = bits * 0x100000001B3L + bits(columns[column], row);
    }
    // The finalizer of MurmurHash3 (Austin Appleby).
    bits ^= bits >>> 33;
    bits *= 0xff51afd7ed558ccdL;
    bits ^= bits >>> 33;
    bits *= 0xc4ceb9fe1a85ec53L;
    return (int) (bits ^ bits >>> 33);
  }

  /** Whether two keys without NULLs are equal part by part. */
  static boolean equal(
      Column[] columns, int[] key, int row, Column[] others, int[] otherKey, int otherRow) {
    for (int i = 0; i < key.length; i++) {
      if (!equal(columns[key[i]], row, others[otherKey[i]], otherRow)) {
        return false;
      }
    }
    return true;
  }

  /** Equal values have equal bits; different primitive values have different ones. */
  private static long bits(Column column, int row) {
    return switch (column.physicalType()) {
      case BOOLEAN -> ((BooleanColumn) column).values()[row] ? 1 : 0;
      case INT -> ((IntColumn) column).values()[row];
      case LONG -> ((LongColumn) column).values()[row];
      // Adding 0.0 turns -0.0 into 0.0; the bits of NaN are made one.
      case FLOAT -> Float.floatToIntBits(((FloatColumn) column).values()[row] + 0.0f);
      case DOUBLE -> Double.doubleToLongBits(((DoubleColumn) column).values()[row] + 0.0);
      case OBJECT -> objectBits(((ObjectColumn) column).values()[row]);
    };
  }

  private static long objectBits(Object value) {
    if (value instanceof BigDecimal decimal) {
      // The scale does not show in the double.
      return Double.doubleToLongBits(decimal.doubleValue());
    }
    return value.hashCode();
  }

  private static boolean equal(Column column, int row, Column other, int otherRow) {
    if (!(column instanceof ObjectColumn objects)) {
      return bits(column, row) == bits(other, otherRow);
    }
    Object value = objects.values()[row];
    Object otherValue = ((ObjectColumn) other).values()[otherRow];
    if (value == otherValue) {
      return true;
    }
    if (value instanceof BigDecimal decimal && otherValue instanceof BigDecimal otherDecimal) {
      return decimal.compareTo(otherDecimal) == 0;
    }
    return value != null && value.equals(otherValue);
  }
}
