package io.eventflux.core.state;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.PhysicalType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every distinct key a small number, its slot: 0, 1, 2, ... in order of first appearance.
 * State per key then lives in arrays indexed by slot. Keys are rows of typed columns; NULLs are
 * equal to each other, NaNs too, and -0.0 equals 0.0. Open addressing with linear probing, load at
 * most one quarter, so that a look-up seldom meets a second key. Pipeline thread only.
 */
public abstract sealed class KeyIndex permits LongKeyIndex, ObjectKeyIndex, CompositeKeyIndex {
  private static final int TABLE_SIZE_MIN = 64;

  /** A table of this size is kept, however few keys there are. */
  private static final int TABLE_SIZE_KEPT = 1 << 16;

  /** How many times too large a table must be to be replaced by a smaller one. */
  private static final int SHRINK_FACTOR = 8;

  private final Column[] keys;
  private int size;

  /** Slot + 1 at each place of the hash table; 0 is empty. Its length is a power of two. */
  int[] table = new int[TABLE_SIZE_MIN];

  /** Full hash of the key of each slot, so that growing and mismatches need not look at the key. */
  int[] hashes = new int[TABLE_SIZE_MIN / 2];

  KeyIndex(Column[] keys) {
    this.keys = keys;
  }

  /** An empty index for keys of the given layout, specialised where that pays. */
  public static KeyIndex of(List<PhysicalType> layout) {
    Column[] keys = new Column[layout.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Column.of(layout.get(i), TABLE_SIZE_MIN / 2);
    }
    if (keys.length == 1) {
      if (layout.get(0) == PhysicalType.LONG) {
        return new LongKeyIndex(keys);
      }
      if (layout.get(0) == PhysicalType.OBJECT) {
        return new ObjectKeyIndex(keys);
      }
    }
    return new CompositeKeyIndex(keys);
  }

  /** How many keys there are; slots {@code [0, size)} are taken. */
  public final int size() {
    return size;
  }

  /** The keys by slot. */
  public final Column[] keys() {
    return keys;
  }

  /**
   * Finds the slot of the key of each row, and gives unknown keys the next free one.
   *
   * @param probe columns of the layout of this index
   * @param rows row indexes, of which {@code [lo, hi)} are looked up; null: rows {@code [lo, hi)}
   *     themselves
   * @param slots receives the slot of position {@code k} at {@code k - lo}
   */
  public abstract void findOrAdd(
      Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots);

  /**
   * As {@link #findOrAdd} for rows of a window: leaves the slot of a row that enters as its hint,
   * and tries the hint of a row that leaves first.
   *
   * @param kinds kind by row index; no row is a RESET row
   * @param hints {@link ColumnBatch#hints} by row index
   */
  public void findOrAdd(
      Column[] probe,
      int @Nullable [] rows,
      int lo,
      int hi,
      int[] slots,
      byte[] kinds,
      int[] hints) {
    // Looking up a key of other layouts costs little more than checking a hint.
    findOrAdd(probe, rows, lo, hi, slots);
  }

  /** As {@link #findOrAdd} without adding: -1 for an unknown key. */
  public abstract void find(Column[] probe, int @Nullable [] rows, int lo, int hi, int[] slots);

  /** Forgets all keys, as {@link #keepFirst} does. */
  public final void clear() {
    keepFirst(0);
  }

  /**
   * Gives the key of slot {@code from} the slot {@code to}, whose key has been forgotten or moved.
   * Look-ups are wrong until {@link #keepFirst} is called.
   */
  public final void move(int from, int to) {
    hashes[to] = hashes[from];
    for (Column key : keys) {
      key.copyRow(key, from, to);
    }
  }

  /**
   * Forgets all keys but those of slots {@code [0, count)}. Linear in the table, which shrinks when
   * the keys until now have needed only a small part of it.
   */
  public final void keepFirst(int count) {
    if (count == size) {
      return;
    }
    for (Column key : keys) {
      key.release(count, size);
    }
    int fitting = TABLE_SIZE_KEPT;
    while (fitting / 4 < size) {
      fitting *= 2;
    }
    size = count;
    if (table.length / SHRINK_FACTOR >= fitting) {
      table = new int[fitting];
    } else {
      Arrays.fill(table, 0);
    }
    fill(table);
  }

  /** Writes all keys. */
  public final void snapshot(StateWriter writer) {
    writer.putInt(size);
    for (Column key : keys) {
      writer.putColumn(key, 0, size);
    }
  }

  /** Reads what {@link #snapshot} wrote; the slots are the same as before. */
  public final void restore(StateReader reader) {
    int count = reader.getCount(keys.length);
    Column[] restored = new Column[keys.length];
    for (int i = 0; i < keys.length; i++) {
      restored[i] = Column.of(keys[i].physicalType(), Math.max(count, 1));
      reader.getColumn(restored[i], 0, count);
    }
    clear();
    int[] slots = new int[count];
    findOrAdd(restored, null, 0, count, slots);
    if (size != count) {
      throw new StateFormatException("a key occurs twice");
    }
  }

  /**
   * Stores row {@code row} of {@code probe} as the key of the next slot at place {@code place}, and
   * returns the slot.
   */
  final int add(Column[] probe, int row, int hash, int place) {
    int slot = size++;
    if (slot == hashes.length) {
      hashes = Arrays.copyOf(hashes, slot * 2);
    }
    hashes[slot] = hash;
    for (int i = 0; i < keys.length; i++) {
      keys[i].ensureCapacity(slot + 1);
      keys[i].copyRow(probe[i], row, slot);
    }
    table[place] = slot + 1;
    if (size * 4 > table.length) {
      grow();
    }
    return slot;
  }

  private void grow() {
    table = new int[table.length * 2];
    fill(table);
  }

  /** Enters all slots into an empty table. */
  private void fill(int[] entries) {
    int mask = entries.length - 1;
    for (int slot = 0; slot < size; slot++) {
      int place = hashes[slot] & mask;
      while (entries[place] != 0) {
        place = place + 1 & mask;
      }
      entries[place] = slot + 1;
    }
  }

  /**
   * Spreads the entropy of {@code bits} over 32 bits (the finalizer of MurmurHash3, Austin
   * Appleby).
   */
  static int mix(long bits) {
    long h = bits;
    h ^= h >>> 33;
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    return (int) (h ^ h >>> 33);
  }
}
