package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The runs that wait for one element of a pattern, as rows of columns:
 *
 * <pre>
 *   startMillis[row]    time of the first bound event
 *   starts[row]         number of the run that the row began as; counts up in order of first events
 *   births[row]         number of this row among all runs and forks; never 0 for a run
 *   columns[r][row]     register r; only the kept registers, those bound before this element, have rows
 * </pre>
 *
 * The age of a run is (start, birth): a fork is younger than its origin and older than any run with
 * a later first event. Rows whose start lies before the horizon are dead; they leave when they are
 * met or swept. Pipeline thread only.
 */
abstract sealed class WaitingRuns permits UnkeyedRuns, KeyedRuns {
  private static final int CAPACITY_MIN = 16;

  long[] startMillis = new long[CAPACITY_MIN];
  long[] starts = new long[CAPACITY_MIN];
  long[] births = new long[CAPACITY_MIN];

  private final Column[] columns;
  private final int[] kept;
  private final ColumnBatch registers = ColumnBatch.newView();
  private final @Nullable PairKernel condition;

  private int[] found = new int[CAPACITY_MIN];
  private int foundCount;
  private int[] byAge = found;
  private int[] sorted = new int[0];
  private int[] merged = new int[0];

  /**
   * An empty store.
   *
   * @param kept registers that are bound when a run waits here, ascending
   * @param condition over candidate and registers; null: every run found takes the event
   */
  WaitingRuns(RowSchema schema, int[] kept, @Nullable PairKernel condition) {
    this.kept = kept;
    this.condition = condition;
    columns = schema.newColumns(0);
    for (int register : kept) {
      columns[register].ensureCapacity(CAPACITY_MIN);
    }
    registers.showColumns(columns);
  }

  /** How many rows there are, dead ones that have not been met included. */
  abstract int size();

  /**
   * Finds the live runs that can bind row {@code eventRow} of {@code event}. They stand in {@link
   * #found} in order of age until the next call.
   *
   * @param horizonMillis runs that started before it are dead
   * @return how many there are
   */
  abstract int find(ColumnBatch event, int eventRow, long horizonMillis, RowErrors errors);

  /** Takes the runs found last out of the store. */
  abstract void removeFound();

  /**
   * Makes a row for a run. The caller fills the kept registers and then calls {@link #admit}.
   *
   * @return the row, valid until rows are removed
   */
  abstract int reserve(long startedMillis, long start, long birth);

  /**
   * Lets a reserved row take part.
   *
   * @return false if it never can, because a key register is NULL; it stays all the same
   */
  abstract boolean admit(int row);

  /** Takes back the row reserved last. */
  abstract void discard(int row);

  /** Takes out all runs that started before {@code horizonMillis}. Linear in the rows. */
  abstract void sweep(long horizonMillis);

  /**
   * Takes out all runs of at most the age of ({@code start}, {@code birth}). Linear in the rows.
   */
  abstract void dropOldest(long start, long birth);

  /** Takes out all runs and keeps the memory. */
  abstract void clear();

  /**
   * Writes the indexes of all rows to {@code rows}, which has room for {@link #size}, in any order.
   */
  abstract void listRows(int[] rows);

  /** Row indexes of the runs found last, oldest first. */
  final int[] found() {
    return byAge;
  }

  /** The registers that are bound when a run waits here, ascending. */
  final int[] kept() {
    return kept;
  }

  /** The registers of the runs; only kept ones have rows. */
  final Column[] columns() {
    return columns;
  }

  /** Copies the registers kept here from row {@code from} of a store that keeps them too. */
  final void copyRegisters(WaitingRuns source, int from, int row) {
    for (int register : kept) {
      if (source.columns[register].capacity() > 0) {
        columns[register].copyFrom(source.columns[register], from, row, 1);
      }
    }
  }

  /**
   * Writes all runs, oldest first; none may be dead, so that nothing depends on when rows were met.
   */
  final void snapshot(StateWriter writer) {
    int count = size();
    int[] rows = new int[count];
    listRows(rows);
    rows = byAge(rows, count);
    writer.putInt(count);
    for (int k = 0; k < count; k++) {
      writer.putLong(startMillis[rows[k]]);
      writer.putLong(starts[rows[k]]);
      writer.putLong(births[rows[k]]);
    }
    for (int register : kept) {
      Column gathered = Column.of(columns[register].physicalType(), count);
      gathered.gatherFrom(columns[register], rows, 0, count, 0);
      writer.putColumn(gathered, 0, count);
    }
  }

  /** Reads what {@link #snapshot} wrote into an empty store. */
  final void restore(StateReader reader) {
    int count = reader.getCount(3 * Long.BYTES);
    long[] numbers = new long[3 * count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = reader.getLong();
    }
    Column[] read = new Column[kept.length];
    for (int i = 0; i < kept.length; i++) {
      read[i] = Column.of(columns[kept[i]].physicalType(), count);
      reader.getColumn(read[i], 0, count);
    }
    for (int k = 0; k < count; k++) {
      int row = reserve(numbers[3 * k], numbers[3 * k + 1], numbers[3 * k + 2]);
      for (int i = 0; i < kept.length; i++) {
        columns[kept[i]].copyFrom(read[i], k, row, 1);
      }
      admit(row);
    }
  }

  /** Rows that fit without growing. */
  final int capacity() {
    return births.length;
  }

  /** Grows all rows by half at least. */
  void grow() {
    int grown = births.length + (births.length >> 1) + 16;
    startMillis = Arrays.copyOf(startMillis, grown);
    starts = Arrays.copyOf(starts, grown);
    births = Arrays.copyOf(births, grown);
    for (int register : kept) {
      columns[register].ensureCapacity(grown);
    }
  }

  /** Moves {@code count} rows; the ranges may overlap. */
  final void moveRows(int from, int to, int count) {
    System.arraycopy(startMillis, from, startMillis, to, count);
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(births, from, births, to, count);
    for (int register : kept) {
      columns[register].copyFrom(columns[register], from, to, count);
    }
  }

  /** Lets go of what rows {@code [lo, hi)} refer to. */
  final void release(int lo, int hi) {
    for (int register : kept) {
      columns[register].release(lo, hi);
    }
  }

  /** Whether a row is at most as old as ({@code start}, {@code birth}). */
  final boolean isAtMost(int row, long start, long birth) {
    return starts[row] < start || starts[row] == start && births[row] <= birth;
  }

  /**
   * Keeps the candidates that fulfil the condition as those found.
   *
   * @param candidates row indexes of which {@code [lo, hi)} are tried; null: rows {@code [lo, hi)}
   */
  final int settle(
      ColumnBatch event,
      int eventRow,
      int @Nullable [] candidates,
      int lo,
      int hi,
      RowErrors errors) {
    if (found.length < hi - lo) {
      found = new int[capacity()];
    }
    if (condition != null) {
      foundCount = condition.filter(event, eventRow, registers, candidates, lo, hi, found, errors);
    } else {
      foundCount = hi - lo;
      for (int k = 0; k < foundCount; k++) {
        found[k] = candidates == null ? lo + k : candidates[lo + k];
      }
    }
    byAge = byAge(found, foundCount);
    return foundCount;
  }

  /** Finds nothing. */
  final int settleEmpty() {
    foundCount = 0;
    return 0;
  }

  /** The rows found last, in the order of the candidates. */
  final int[] foundRows() {
    return found;
  }

  /** How many were found last. */
  final int foundCount() {
    return foundCount;
  }

  /**
   * The rows in order of age: the same array if they are in order, as they nearly always are, else
   * one that is valid until the next call. A merge sort from below, so that it takes no memory once
   * it has grown and is O(n log n).
   */
  private int[] byAge(int[] rows, int count) {
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
      boolean takesLeft = right >= hi || left < middle && isOlder(sorted[left], sorted[right]);
      merged[k] = takesLeft ? sorted[left++] : sorted[right++];
    }
  }

  private boolean isOlder(int row, int other) {
    return starts[row] < starts[other]
        || starts[row] == starts[other] && births[row] < births[other];
  }
}
