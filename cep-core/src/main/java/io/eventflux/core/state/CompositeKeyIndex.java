package io.eventflux.core.state;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.PhysicalType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link KeyIndex} over any number of columns of any layout, none included. Hashes column by
 * column.
 */
final class CompositeKeyIndex extends KeyIndex {
  private static final long NULL_BITS = 0x9E3779B97F4A7C15L;

  private long[] bits = new long[0];

  CompositeKeyIndex(Column[] keys) {
    super(keys);
  }

  @Override
  public void findOrAdd(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    hashRows(probe, rows, lo, hi);
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      int hash = mix(bits[k - lo]);
      int place = place(hash, probe, row);
      int entry = table[place];
      slots[k - lo] = entry != 0 ? entry - 1 : add(probe, row, hash, place);
    }
  }

  @Override
  public void find(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    hashRows(probe, rows, lo, hi);
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      slots[k - lo] = table[place(mix(bits[k - lo]), probe, row)] - 1;
    }
  }

  private int place(int hash, Column[] probe, int row) {
    int[] entries = table;
    int mask = entries.length - 1;
    int place = hash & mask;
    int entry;
    while ((entry = entries[place]) != 0) {
      int slot = entry - 1;
      if (hashes[slot] == hash && equal(probe, row, slot)) {
        break;
      }
      place = place + 1 & mask;
    }
    return place;
  }

  private void hashRows(Column[] probe, int @Nullable [] rows, int lo, int hi) {
    int count = hi - lo;
    if (bits.length < count) {
      bits = new long[Math.max(count, bits.length * 2)];
    } else {
      Arrays.fill(bits, 0, count, 0);
    }
    for (Column column : probe) {
      boolean[] nulls = column.nulls();
      for (int k = 0; k < count; k++) {
        int row = rows == null ? lo + k : rows[lo + k];
        bits[k] = bits[k] * 0x100000001B3L + (nulls[row] ? NULL_BITS : bitsOf(column, row)) + 1;
      }
    }
  }

  private static long bitsOf(Column column, int row) {
    return switch (column.physicalType()) {
      case BOOLEAN -> ((BooleanColumn) column).values()[row] ? 1 : 0;
      case INT -> ((IntColumn) column).values()[row];
      case LONG -> ((LongColumn) column).values()[row];
      // Adding 0.0 turns -0.0 into 0.0; floatToIntBits has one NaN.
      case FLOAT -> Float.floatToIntBits(((FloatColumn) column).values()[row] + 0.0f);
      case DOUBLE -> Double.doubleToLongBits(((DoubleColumn) column).values()[row] + 0.0);
      case OBJECT -> {
        Object value = ((ObjectColumn) column).values()[row];
        yield value == null ? NULL_BITS : KeyValues.hash(value);
      }
    };
  }

  private boolean equal(Column[] probe, int row, int slot) {
    for (int i = 0; i < probe.length; i++) {
      Column known = keys()[i];
      boolean isNull = probe[i].nulls()[row];
      if (isNull != known.nulls()[slot]) {
        return false;
      }
      if (!isNull && !equalValue(probe[i], row, known, slot)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalValue(Column probe, int row, Column known, int slot) {
    if (probe.physicalType() != PhysicalType.OBJECT) {
      return bitsOf(probe, row) == bitsOf(known, slot);
    }
    Object value = ((ObjectColumn) probe).values()[row];
    return value != null && KeyValues.equal(value, ((ObjectColumn) known).values()[slot]);
  }
}
