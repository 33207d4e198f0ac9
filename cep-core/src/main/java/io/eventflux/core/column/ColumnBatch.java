package io.eventflux.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in columns, handed from operator to operator. A batch is valid only during the call that
 * hands it over; whoever wants to keep rows copies them.
 *
 * <p>Layout, for row index {@code i}:
 *
 * <pre>
 *   columns[c].values[i], columns[c].nulls[i]   the attributes
 *   timestamps[i]                               epoch milliseconds
 *   kinds[i]      (or no array)                 {@link RowKind}; no array: all rows are CURRENT
 *   units[i]      (or no array)                 rows of one unit share a number and are adjacent; numbers never fall
 *                                               inside a batch; no array: every row is a unit of its own
 *   selection[k]  (or no array)                 the rows that count, in order
 *   hints[i]      (or no array)                 a number that a reader may leave with a row
 * </pre>
 *
 * A range {@code [lo, hi)} of a batch counts positions in the selection if there is one, else rows.
 * Ranges handed to operators hold whole units. Not thread-safe.
 */
public final class ColumnBatch {
  private Column[] columns;
  private long[] timestamps;
  private byte @Nullable [] kinds;
  private int @Nullable [] units;
  private int @Nullable [] selection;
  private int @Nullable [] hints;

  /** A batch that owns new columns for {@code schema}, with room for {@code capacity} rows. */
  public ColumnBatch(RowSchema schema, int capacity) {
    this(schema.newColumns(capacity), new long[capacity]);
  }

  /** A batch over arrays that somebody else owns, as the ring of a junction. */
  public ColumnBatch(Column[] columns, long[] timestamps) {
    this.columns = columns;
    this.timestamps = timestamps;
  }

  /** An empty view, to be pointed at rows with {@link #viewOf}. */
  public static ColumnBatch newView() {
    return new ColumnBatch(new Column[0], new long[0]);
  }

  /** Makes this batch show the same arrays as {@code other}, selection included. Copies no rows. */
  public ColumnBatch viewOf(ColumnBatch other) {
    columns = other.columns;
    timestamps = other.timestamps;
    kinds = other.kinds;
    units = other.units;
    selection = other.selection;
    hints = other.hints;
    return this;
  }

  /** Replaces the columns shown; for views that reorder or drop attributes without copying. */
  public void showColumns(Column[] shown) {
    columns = shown;
  }

  /**
   * Replaces the times shown; for views that have times of their own. They cover all rows shown.
   */
  public void showTimestamps(long[] shown) {
    timestamps = shown;
  }

  /**
   * The attribute columns, in schema order; the array belongs to the batch and must not be changed
   * by readers.
   */
  public Column[] columns() {
    return columns;
  }

  /** The column of the attribute at {@code index}, from 0. */
  public Column column(int index) {
    return columns[index];
  }

  /** Row times in epoch milliseconds. */
  public long[] timestamps() {
    return timestamps;
  }

  /** {@link RowKind} a row, or null when every row is CURRENT. */
  public byte @Nullable [] kinds() {
    return kinds;
  }

  /** Unit numbers a row, or null when every row is a unit of its own. */
  public int @Nullable [] units() {
    return units;
  }

  /** The row indexes that count, in order, or null when all do. */
  public int @Nullable [] selection() {
    return selection;
  }

  /**
   * A number a row that a reader may change, or null. A window that will show a row again, as
   * EXPIRED, gives it what the reader left with it. It is a hint only: any number may stand there
   * from another row, another reader or before a restart.
   */
  public int @Nullable [] hints() {
    return hints;
  }

  /** Sets or clears the hints; the array must cover the capacity. */
  public void hints(int @Nullable [] newHints) {
    hints = newHints;
  }

  /** Sets or clears the kinds; the array must cover the capacity. */
  public void kinds(byte @Nullable [] newKinds) {
    kinds = newKinds;
  }

  /** Sets or clears the unit numbers; the array must cover the capacity. */
  public void units(int @Nullable [] newUnits) {
    units = newUnits;
  }

  /** Sets or clears the selection. */
  public void selection(int @Nullable [] newSelection) {
    selection = newSelection;
  }

  /** The row index at position {@code position} of a range. */
  public int row(int position) {
    int[] rows = selection;
    return rows == null ? position : rows[position];
  }

  /** The unit number of a row; without unit numbers the row index itself serves. */
  public int unit(int row) {
    int[] numbers = units;
    return numbers == null ? row : numbers[row];
  }

  /** Rows that fit without growing. */
  public int capacity() {
    return timestamps.length;
  }

  /**
   * Grows all arrays of a batch that owns them to at least {@code capacity} rows; keeps the rows.
   */
  public void ensureCapacity(int capacity) {
    if (capacity <= timestamps.length) {
      return;
    }
    int grown = Math.max(capacity, timestamps.length + (timestamps.length >> 1) + 16);
    timestamps = Arrays.copyOf(timestamps, grown);
    if (kinds != null) {
      kinds = Arrays.copyOf(kinds, grown);
    }
    if (units != null) {
      units = Arrays.copyOf(units, grown);
    }
    for (Column column : columns) {
      column.ensureCapacity(grown);
    }
  }

  /**
   * Copies attributes and time of {@code rowCount} consecutive rows; kinds and units are left to
   * the caller.
   */
  public void copyRows(ColumnBatch source, int sourceRow, int row, int rowCount) {
    if (rowCount == 1) {
      for (int c = 0; c < columns.length; c++) {
        columns[c].copyRow(source.columns[c], sourceRow, row);
      }
      timestamps[row] = source.timestamps[sourceRow];
      return;
    }
    for (int c = 0; c < columns.length; c++) {
      columns[c].copyFrom(source.columns[c], sourceRow, row, rowCount);
    }
    System.arraycopy(source.timestamps, sourceRow, timestamps, row, rowCount);
  }

  /**
   * Copies attributes and time of positions {@code [lo, hi)} of {@code source}, its selection
   * applied, to rows from {@code row}.
   */
  public void copyRange(ColumnBatch source, int lo, int hi, int row) {
    int[] rows = source.selection;
    if (rows == null) {
      copyRows(source, lo, row, hi - lo);
      return;
    }
    for (int c = 0; c < columns.length; c++) {
      columns[c].gatherFrom(source.columns[c], rows, lo, hi, row);
    }
    long[] from = source.timestamps;
    int to = row;
    for (int k = lo; k < hi; k++) {
      timestamps[to++] = from[rows[k]];
    }
  }
}
