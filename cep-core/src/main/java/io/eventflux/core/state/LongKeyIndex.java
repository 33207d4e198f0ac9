package io.eventflux.core.state;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.LongColumn;
import org.jspecify.annotations.Nullable;

/** {@link KeyIndex} over one column of longs. */
final class LongKeyIndex extends KeyIndex {
  private static final int NULL_HASH = 0x9E3779B9;

  LongKeyIndex(Column[] keys) {
    super(keys);
  }

  @Override
  public void findOrAdd(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    long[] values = ((LongColumn) probe[0]).values();
    boolean[] nulls = probe[0].nulls();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      int hash = nulls[row] ? NULL_HASH : mix(values[row]);
      int place = place(hash, nulls[row], values[row]);
      int entry = table[place];
      slots[k - lo] = entry != 0 ? entry - 1 : add(probe, row, hash, place);
    }
  }

  @Override
  public void find(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    long[] values = ((LongColumn) probe[0]).values();
    boolean[] nulls = probe[0].nulls();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      int hash = nulls[row] ? NULL_HASH : mix(values[row]);
      slots[k - lo] = table[place(hash, nulls[row], values[row])] - 1;
    }
  }

  /** The place of the key in the table, or the free place where it belongs. */
  private int place(int hash, boolean isNull, long value) {
    int[] entries = table;
    int mask = entries.length - 1;
    LongColumn key = (LongColumn) keys()[0];
    long[] known = key.values();
    boolean[] knownNulls = key.nulls();
    int place = hash & mask;
    int entry;
    while ((entry = entries[place]) != 0) {
      int slot = entry - 1;
      if (isNull ? knownNulls[slot] : !knownNulls[slot] && known[slot] == value) {
        break;
      }
      place = place + 1 & mask;
    }
    return place;
  }
}
