package io.eventflux.core.state;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ObjectColumn;
import org.jspecify.annotations.Nullable;

/**
 * {@link KeyIndex} over one column of objects, usually strings: identical references are equal
 * without a look at the text.
 */
final class ObjectKeyIndex extends KeyIndex {
  private static final int NULL_HASH = 0x9E3779B9;

  ObjectKeyIndex(Column[] keys) {
    super(keys);
  }

  @Override
  public void findOrAdd(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    @Nullable Object[] values = ((ObjectColumn) probe[0]).values();
    boolean[] nulls = probe[0].nulls();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      Object value = nulls[row] ? null : values[row];
      int hash = value == null ? NULL_HASH : mix(KeyValues.hash(value));
      int place = place(hash, value);
      int entry = table[place];
      slots[k - lo] = entry != 0 ? entry - 1 : addValue(probe, row, hash, place, value);
    }
  }

  /** Of a NULL key the reference is null too, so that a look at the reference tells all. */
  private int addValue(Column[] probe, int row, int hash, int place, @Nullable Object value) {
    int slot = add(probe, row, hash, place);
    ((ObjectColumn) keys()[0]).values()[slot] = value;
    return slot;
  }

  @Override
  public void find(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    @Nullable Object[] values = ((ObjectColumn) probe[0]).values();
    boolean[] nulls = probe[0].nulls();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      Object value = nulls[row] ? null : values[row];
      int hash = value == null ? NULL_HASH : mix(KeyValues.hash(value));
      slots[k - lo] = table[place(hash, value)] - 1;
    }
  }

  private int place(int hash, @Nullable Object value) {
    int[] entries = table;
    int mask = entries.length - 1;
    @Nullable Object[] known = ((ObjectColumn) keys()[0]).values();
    int place = hash & mask;
    int entry;
    while ((entry = entries[place]) != 0) {
      int slot = entry - 1;
      Object other = known[slot];
      if (other == value
          || (hashes[slot] == hash
              && value != null
              && other != null
              && KeyValues.equal(value, other))) {
        break;
      }
      place = place + 1 & mask;
    }
    return place;
  }
}
