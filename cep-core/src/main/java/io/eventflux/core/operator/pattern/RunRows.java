package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import java.util.Arrays;

/**
 * Runs as rows of columns; which rows are taken is for the owner to know.
 *
 * <pre>
 *   startMillis[row]    time of the first bound event
 *   starts[row]         number of the run that the row began as; counts up in order of first events
 *   births[row]         number of this row among all runs and forks
 *   columns[r][row]     register r; only the kept registers, those bound so far, have rows
 * </pre>
 *
 * The age of a run is (start, birth): a fork is younger than its origin and older than any run with
 * a later first event. Pipeline thread only.
 */
final class RunRows {
  private static final int CAPACITY_MIN = 16;

  long[] startMillis = new long[CAPACITY_MIN];
  long[] starts = new long[CAPACITY_MIN];
  long[] births = new long[CAPACITY_MIN];

  private final Column[] columns;
  private final int[] kept;
  private final ColumnBatch registers = ColumnBatch.newView();

  private int[] sorted = new int[0];
  private int[] merged = new int[0];

  /**
   * No rows yet.
   *
   * @param kept registers that are bound when a run waits here, ascending
   */
  RunRows(RowSchema schema, int[] kept) {
    this.kept = kept;
    columns = schema.newColumns(0);
    for (int register : kept) {
      columns[register].ensureCapacity(CAPACITY_MIN);
    }
    registers.showColumns(columns);
  }

  /** All registers as kernels read them; rows that are not kept must not be read. */
  ColumnBatch registers() {
    return registers;
  }

  /** One column a register. */
  Column[] columns() {
    return columns;
  }

  /** The registers that have rows, ascending. */
  int[] kept() {
    return kept;
  }

  /** Rows that fit without growing. */
  int capacity() {
    return births.length;
  }

  /** Grows to at least {@code capacity} rows, and by half at least. */
  void ensureCapacity(int capacity) {
    if (capacity <= births.length) {
      return;
    }
    int grown = Math.max(capacity, births.length + (births.length >> 1));
    startMillis = Arrays.copyOf(startMillis, grown);
    starts = Arrays.copyOf(starts, grown);
    births = Arrays.copyOf(births, grown);
    for (int register : kept) {
      columns[register].ensureCapacity(grown);
    }
  }

  /** Moves one row. */
  void move(int from, int to) {
    startMillis[to] = startMillis[from];
    starts[to] = starts[from];
    births[to] = births[from];
    for (int register : kept) {
      columns[register].copyRow(columns[register], from, to);
    }
  }

  /** Moves {@code count} rows; the ranges may overlap. */
  void move(int from, int to, int count) {
    System.arraycopy(startMillis, from, startMillis, to, count);
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(births, from, births, to, count);
    for (int register : kept) {
      columns[register].copyFrom(columns[register], from, to, count);
    }
  }

  /**
   * Copies to row {@code to} those registers that both keep. One of the two keeps all that the
   * other does, since both belong to one chain.
   */
  void copyRegisters(RunRows source, int from, int to) {
    int[] shared = kept.length <= source.kept.length ? kept : source.kept;
    for (int register : shared) {
      columns[register].copyRow(source.columns[register], from, to);
    }
  }

  /** Lets go of what rows {@code [lo, hi)} refer to. */
  void release(int lo, int hi) {
    for (int register : kept) {
      columns[register].release(lo, hi);
    }
  }

  /** Whether a row is of the age (start, birth) or older. */
  boolean isAtLeastAsOld(int row, long start, long birth) {
    return starts[row] < start || (starts[row] == start && births[row] <= birth);
  }

  /**
   * The rows in order of age: the same array if they are in order, as they nearly always are, else
   * one that is valid until the next call. A merge sort from below, so that it takes no memory once
   * it has grown and is O(n log n).
   */
  int[] byAge(int[] rows, int count) {
    int ordered = 1;
    while (ordered < count && isOlder(rows[ordered - 1], rows[ordered])) {
      ordered++;
    }
    if (ordered >= count) {
      return rows;
    }
    if (sorted.length < count) {
      sorted = new int[capacity()];
      merged = new int[capacity()];
    }
    System.arraycopy(rows, 0, sorted, 0, count);
    for (int width = 1; width < count; width *= 2) {
      for (int lo = 0; lo < count; lo += 2 * width) {
        int middle = Math.min(lo + width, count);
        merge(lo, middle, Math.min(middle + width, count));
      }
      int[] swapped = sorted;
      sorted = merged;
      merged = swapped;
    }
    return sorted;
  }

  private void merge(int lo, int middle, int hi) {
    int left = lo;
    int right = middle;
    for (int k = lo; k < hi; k++) {
      boolean takesLeft = right >= hi || (left < middle && isOlder(sorted[left], sorted[right]));
      merged[k] = takesLeft ? sorted[left++] : sorted[right++];
    }
  }

  private boolean isOlder(int row, int other) {
    return starts[row] < starts[other]
        || (starts[row] == starts[other] && births[row] < births[other]);
  }
}
