package io.eventflux.core.operator.window;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.Output;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;
import java.util.Arrays;

/**
 * The rows that a window holds, oldest first, in a ring of columns, and the rows that it is about
 * to emit. Emission copies nothing: it is a selection over the ring, with kinds, units and times
 * written beside the columns. A row can therefore be selected once per emission; a row that must
 * appear twice is duplicated first. Pipeline thread only.
 *
 * <pre>
 *   ring places    [ . . . h0 h1 h2 h3 d0 b0 . . ]     h: held rows, from head; positions 0..3
 *                          |           |  |
 *                          head        |  blank row for RESET, position 5
 *                                      duplicate, position 4
 * </pre>
 */
final class WindowRows {
  private static final int CAPACITY_MIN = 16;

  private final RowSchema schema;
  private ColumnBatch ring;
  private byte[] kinds = new byte[CAPACITY_MIN];
  private int[] units = new int[CAPACITY_MIN];
  private int[] selection = new int[CAPACITY_MIN];
  private int selectedCount;
  private int head;
  private int size;

  WindowRows(RowSchema schema) {
    this.schema = schema;
    this.ring = newRing(CAPACITY_MIN);
  }

  private ColumnBatch newRing(int capacity) {
    ColumnBatch batch = new ColumnBatch(schema, capacity);
    kinds = new byte[capacity];
    units = new int[capacity];
    batch.kinds(kinds);
    batch.units(units);
    batch.hints(new int[capacity]);
    return batch;
  }

  /** How many rows there are; positions count from 0, the oldest, to size - 1. */
  int size() {
    return size;
  }

  /** The time of the row at {@code position}, epoch milliseconds. */
  long timestamp(int position) {
    return ring.timestamps()[place(position)];
  }

  private int place(int position) {
    return head + position & kinds.length - 1;
  }

  /** Makes room for {@code rowCount} more rows. */
  private void reserve(int rowCount) {
    assert selectedCount == 0 : "rows are appended before the first is selected";
    int required = Math.addExact(size, rowCount);
    if (required > kinds.length) {
      ColumnBatch old = ring;
      int firstPart = Math.min(size, kinds.length - head);
      ring = newRing(Integer.highestOneBit(required - 1) << 1);
      ring.copyRows(old, head, 0, firstPart);
      ring.copyRows(old, 0, firstPart, size - firstPart);
      head = 0;
    }
  }

  /** Appends positions {@code [lo, hi)} of {@code batch}, its selection applied. */
  void append(ColumnBatch batch, int lo, int hi) {
    reserve(hi - lo);
    int to = place(size);
    int middle = lo + Math.min(hi - lo, kinds.length - to);
    ring.copyRange(batch, lo, middle, to);
    if (middle < hi) {
      ring.copyRange(batch, middle, hi, 0);
    }
    size += hi - lo;
  }

  /** Appends copies of the rows at positions {@code [from, from + rowCount)}. */
  void appendCopies(int from, int rowCount) {
    reserve(rowCount);
    int capacity = kinds.length;
    int copied = 0;
    while (copied < rowCount) {
      int source = place(from + copied);
      int target = place(size + copied);
      int piece = Math.min(rowCount - copied, capacity - Math.max(source, target));
      ring.copyRows(ring, source, target, piece);
      copied += piece;
    }
    size += rowCount;
  }

  /** Appends rows without data, for RESET. */
  void appendBlanks(int rowCount) {
    reserve(rowCount);
    for (Column column : ring.columns()) {
      for (int i = 0; i < rowCount; i++) {
        column.setNull(place(size + i));
      }
    }
    size += rowCount;
  }

  /** Forgets the oldest {@code rowCount} rows. */
  void dropFirst(int rowCount) {
    release(0, rowCount);
    size -= rowCount;
    head = size == 0 ? 0 : place(rowCount);
  }

  /** Forgets the youngest {@code rowCount} rows. */
  void dropLast(int rowCount) {
    release(size - rowCount, rowCount);
    size -= rowCount;
    if (size == 0) {
      head = 0;
    }
  }

  private void release(int from, int rowCount) {
    if (rowCount == 0) {
      return;
    }
    int first = place(from);
    int firstPart = Math.min(rowCount, kinds.length - first);
    for (Column column : ring.columns()) {
      column.release(first, first + firstPart);
      if (firstPart < rowCount) {
        column.release(0, rowCount - firstPart);
      }
    }
  }

  /** Selects one row as CURRENT in unit {@code unit}. */
  void selectCurrent(int position, int unit) {
    int place = place(position);
    kinds[place] = RowKind.CURRENT;
    select(place, unit);
  }

  /** Selects {@code rowCount} rows as CURRENT in unit {@code unit}. */
  void selectCurrent(int from, int rowCount, int unit) {
    for (int i = 0; i < rowCount; i++) {
      selectCurrent(from + i, unit);
    }
  }

  /** Selects one row as EXPIRED at {@code nowMillis} in unit {@code unit}. */
  void selectExpired(int position, long nowMillis, int unit) {
    int place = place(position);
    kinds[place] = RowKind.EXPIRED;
    ring.timestamps()[place] = nowMillis;
    select(place, unit);
  }

  /** Selects {@code rowCount} rows as EXPIRED at {@code nowMillis} in unit {@code unit}. */
  void selectExpired(int from, int rowCount, long nowMillis, int unit) {
    for (int i = 0; i < rowCount; i++) {
      selectExpired(from + i, nowMillis, unit);
    }
  }

  /** Selects the blank row at {@code position} as RESET at {@code nowMillis}. */
  void selectReset(int position, long nowMillis, int unit) {
    int place = place(position);
    kinds[place] = RowKind.RESET;
    ring.timestamps()[place] = nowMillis;
    select(place, unit);
  }

  private void select(int place, int unit) {
    units[place] = unit;
    if (selectedCount == selection.length) {
      selection = Arrays.copyOf(selection, selectedCount * 2);
    }
    selection[selectedCount++] = place;
  }

  /**
   * Selects rows that arrive, positions {@code [lo, hi)} of {@code arrived}, which stand here from
   * position {@code heldCount} on, as CURRENT; each of the last {@code expiredCount} of them behind
   * the row that it pushes out, EXPIRED in its unit. Pushed out are first the rows held, then
   * copies of the rows that arrive, which stand behind those.
   */
  void selectExchange(
      ColumnBatch arrived, int lo, int hi, int heldCount, int expiredCount, Timers timers) {
    int arrivedCount = hi - lo;
    int required = selectedCount + arrivedCount + expiredCount;
    if (selection.length < required) {
      selection = Arrays.copyOf(selection, required);
    }
    byte[] toKinds = kinds;
    int[] toUnits = units;
    int[] selected = selection;
    long[] ringTimes = ring.timestamps();
    long[] arrivedTimes = arrived.timestamps();
    int mask = toKinds.length - 1;
    int first = head;
    int to = selectedCount;
    for (int i = 0; i < arrivedCount; i++) {
      int row = arrived.row(lo + i);
      int unit = arrived.unit(row);
      int expired = i - (arrivedCount - expiredCount);
      if (expired >= 0) {
        int position = expired < heldCount ? expired : expired + arrivedCount;
        int place = first + position & mask;
        toKinds[place] = RowKind.EXPIRED;
        toUnits[place] = unit;
        ringTimes[place] = timers.nowMillisAt(arrivedTimes[row]);
        selected[to++] = place;
      }
      int place = first + heldCount + i & mask;
      toKinds[place] = RowKind.CURRENT;
      toUnits[place] = unit;
      selected[to++] = place;
    }
    selectedCount = to;
  }

  /** Emits what has been selected, if anything, and starts a new selection. */
  void emit(Output output) {
    int count = selectedCount;
    selectedCount = 0;
    if (count > 0) {
      ring.selection(selection);
      output.emit(ring, 0, count);
    }
  }

  /** Writes all rows, oldest first. */
  void snapshot(StateWriter writer) {
    writer.putInt(size);
    ColumnBatch rows = ring;
    int from = head;
    int firstPart = kinds.length - head;
    if (size > firstPart) {
      // In one piece, so that equal rows give equal bytes wherever they lie in the ring.
      rows = new ColumnBatch(schema, size);
      rows.copyRows(ring, head, 0, firstPart);
      rows.copyRows(ring, 0, firstPart, size - firstPart);
      from = 0;
    }
    for (int i = from; i < from + size; i++) {
      writer.putLong(rows.timestamps()[i]);
    }
    for (Column column : rows.columns()) {
      writer.putColumn(column, from, from + size);
    }
  }

  /** Replaces the rows by those that {@link #snapshot} wrote. */
  void restore(StateReader reader) {
    dropFirst(size);
    int count = reader.getCount(Long.BYTES);
    reserve(count);
    head = 0;
    for (int i = 0; i < count; i++) {
      ring.timestamps()[i] = reader.getLong();
    }
    for (Column column : ring.columns()) {
      reader.getColumn(column, 0, count);
    }
    size = count;
  }
}
