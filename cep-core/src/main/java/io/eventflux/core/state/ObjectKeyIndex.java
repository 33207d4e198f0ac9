package io.eventflux.core.state;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowKind;
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
    int[] entries = table;
    @Nullable Object[] known = known();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      Object value = nulls[row] ? null : values[row];
      int hash = hash(value);
      int place = hash & entries.length - 1;
      int slot = entries[place] - 1;
      if (slot < 0) {
        slot = addValue(probe, row, hash, place, value);
        entries = table;
        known = known();
      } else if (known[slot] != value) {
        // Seldom: nearly always the key at the first place is the same reference.
        slot = findOrAdd(probe, row, hash, value);
        entries = table;
        known = known();
      }
      slots[k - lo] = slot;
    }
  }

  @Override
  public void findOrAdd(
      Column[] probe,
      int @Nullable [] rows,
      int lo,
      int hi,
      int[] slots,
      byte[] kinds,
      int[] hints) {
    @Nullable Object[] values = ((ObjectColumn) probe[0]).values();
    boolean[] nulls = probe[0].nulls();
    int[] entries = table;
    @Nullable Object[] known = known();
    int knownCount = size();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      Object value = nulls[row] ? null : values[row];
      if (kinds[row] == RowKind.EXPIRED) {
        int hint = hints[row];
        if (hint >= 0 && hint < knownCount && known[hint] == value) {
          slots[k - lo] = hint;
          continue;
        }
      }
      int hash = hash(value);
      int slot = entries[hash & entries.length - 1] - 1;
      if (slot < 0 || known[slot] != value) {
        slot = findOrAdd(probe, row, hash, value);
        entries = table;
        known = known();
        knownCount = size();
      }
      slots[k - lo] = slot;
      hints[row] = slot;
    }
  }

  private @Nullable Object[] known() {
    return ((ObjectColumn) keys()[0]).values();
  }

  private static int hash(@Nullable Object value) {
    return value == null ? NULL_HASH : spread(KeyValues.hash(value));
  }

  /**
   * Multiplicative hashing (D. E. Knuth, The Art of Computer Programming 3, 6.4) by the golden
   * ratio, the high half, which depends on all bits, folded into the low one, where places are
   * taken from. Hash codes of texts need no more, and {@link #mix} costs three times as much.
   */
  private static int spread(int hashCode) {
    int product = hashCode * 0x9E3779B9;
    return product ^ product >>> 16;
  }

  private int findOrAdd(Column[] probe, int row, int hash, @Nullable Object value) {
    int place = place(hash, value);
    int entry = table[place];
    return entry != 0 ? entry - 1 : addValue(probe, row, hash, place, value);
  }

  /** Of a NULL key the reference is null too, so that a look at the reference tells all. */
  private int addValue(Column[] probe, int row, int hash, int place, @Nullable Object value) {
    int slot = add(probe, row, hash, place);
    known()[slot] = value;
    return slot;
  }

  @Override
  public void find(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots) {
    @Nullable Object[] values = ((ObjectColumn) probe[0]).values();
    boolean[] nulls = probe[0].nulls();
    for (int k = lo; k < hi; k++) {
      int row = rows == null ? k : rows[k];
      Object value = nulls[row] ? null : values[row];
      slots[k - lo] = table[place(hash(value), value)] - 1;
    }
  }

  private int place(int hash, @Nullable Object value) {
    int[] entries = table;
    int mask = entries.length - 1;
    @Nullable Object[] known = known();
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
