package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PatternProgram;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs that are found by equal keys: an event touches only the runs of its bucket. A hash table of
 * chains through the rows; rows that leave go to a free list, so memory follows the runs that live
 * and not the keys that were ever seen.
 *
 * <pre>
 *   heads[hash &amp; mask]   newest row of the chain + 1, or 0
 *   next[row]            the row after it in the chain + 1, or 0; for a free row: the next free row + 1, or 0
 *   previous[row]        the row before it + 1, 0 at the head, or NOT_LINKED
 *   births[row]          0: the row is free
 * </pre>
 */
final class KeyedRuns extends WaitingRuns {
  private static final int NOT_LINKED = -1;

  private final int[] keyColumns;
  private final int[] keyRegisters;

  private int[] heads = new int[16];
  private int[] next = new int[capacity()];
  private int[] previous = new int[capacity()];
  private int[] hashes = new int[capacity()];
  private int firstFree;
  private int usedRows;
  private int size;

  private int[] candidates = new int[16];

  KeyedRuns(
      RowSchema schema,
      int[] kept,
      List<PatternProgram.KeyMatch> keys,
      @Nullable PairKernel condition) {
    super(schema, kept, condition);
    keyColumns = keys.stream().mapToInt(PatternProgram.KeyMatch::column).toArray();
    keyRegisters = keys.stream().mapToInt(PatternProgram.KeyMatch::register).toArray();
  }

  @Override
  int size() {
    return size;
  }

  @Override
  int find(ColumnBatch event, int eventRow, long horizonMillis, RowErrors errors) {
    Column[] columns = event.columns();
    if (size == 0 || hasNull(columns, keyColumns, eventRow)) {
      return settleEmpty();
    }
    int hash = hash(columns, keyColumns, eventRow);
    int count = 0;
    for (int entry = heads[hash & heads.length - 1]; entry != 0; ) {
      int row = entry - 1;
      entry = next[row];
      if (startMillis[row] < horizonMillis) {
        remove(row);
      } else if (hashes[row] == hash && hasKeys(columns, eventRow, row)) {
        if (count == candidates.length) {
          candidates = Arrays.copyOf(candidates, count * 2);
        }
        candidates[count++] = row;
      }
    }
    // Chains grow at the head: turned round, the oldest come first.
    for (int lo = 0, hi = count - 1; lo < hi; lo++, hi--) {
      int newer = candidates[lo];
      candidates[lo] = candidates[hi];
      candidates[hi] = newer;
    }
    return settle(event, eventRow, candidates, 0, count, errors);
  }

  @Override
  void removeFound() {
    int[] rows = foundRows();
    int count = foundCount();
    for (int k = 0; k < count; k++) {
      remove(rows[k]);
    }
  }

  @Override
  int reserve(long startedMillis, long start, long birth) {
    int row;
    if (firstFree != 0) {
      row = firstFree - 1;
      firstFree = next[row];
    } else {
      if (usedRows == capacity()) {
        grow();
      }
      row = usedRows++;
    }
    size++;
    startMillis[row] = startedMillis;
    starts[row] = start;
    births[row] = birth;
    previous[row] = NOT_LINKED;
    return row;
  }

  @Override
  boolean admit(int row) {
    if (hasNull(columns(), keyRegisters, row)) {
      return false;
    }
    if (size > heads.length) {
      growTable();
    }
    hashes[row] = hash(columns(), keyRegisters, row);
    link(row);
    return true;
  }

  @Override
  void discard(int row) {
    remove(row);
  }

  @Override
  void sweep(long horizonMillis) {
    for (int row = 0; row < usedRows; row++) {
      if (births[row] != 0 && startMillis[row] < horizonMillis) {
        remove(row);
      }
    }
  }

  @Override
  void dropOldest(long start, long birth) {
    for (int row = 0; row < usedRows; row++) {
      if (births[row] != 0 && isAtMost(row, start, birth)) {
        remove(row);
      }
    }
  }

  @Override
  void clear() {
    release(0, usedRows);
    Arrays.fill(births, 0, usedRows, 0);
    Arrays.fill(heads, 0);
    firstFree = 0;
    usedRows = 0;
    size = 0;
  }

  @Override
  void listRows(int[] rows) {
    int count = 0;
    for (int row = 0; row < usedRows; row++) {
      if (births[row] != 0) {
        rows[count++] = row;
      }
    }
  }

  @Override
  void grow() {
    super.grow();
    next = Arrays.copyOf(next, capacity());
    previous = Arrays.copyOf(previous, capacity());
    hashes = Arrays.copyOf(hashes, capacity());
  }

  private void link(int row) {
    int place = hashes[row] & heads.length - 1;
    int head = heads[place];
    next[row] = head;
    previous[row] = 0;
    if (head != 0) {
      previous[head - 1] = row + 1;
    }
    heads[place] = row + 1;
  }

  private void remove(int row) {
    if (previous[row] != NOT_LINKED) {
      int before = previous[row];
      int after = next[row];
      if (before == 0) {
        heads[hashes[row] & heads.length - 1] = after;
      } else {
        next[before - 1] = after;
      }
      if (after != 0) {
        previous[after - 1] = before;
      }
    }
    release(row, row + 1);
    births[row] = 0;
    next[row] = firstFree;
    firstFree = row + 1;
    size--;
    if (size == 0) {
      firstFree = 0;
      usedRows = 0;
    }
  }

  /**
   * Doubles the table. Oldest rows are linked first, so that chains keep the newest at the head.
   */
  private void growTable() {
    int[] rows = new int[size];
    int count = 0;
    for (int head : heads) {
      int first = count;
      for (int entry = head; entry != 0; entry = next[entry - 1]) {
        rows[count++] = entry - 1;
      }
      for (int lo = first, hi = count - 1; lo < hi; lo++, hi--) {
        int newer = rows[lo];
        rows[lo] = rows[hi];
        rows[hi] = newer;
      }
    }
    heads = new int[heads.length * 2];
    for (int k = 0; k < count; k++) {
      link(rows[k]);
    }
  }

  private static boolean hasNull(Column[] columns, int[] keys, int row) {
    for (int key : keys) {
      if (columns[key].nulls()[row]) {
        return true;
      }
    }
    return false;
  }

  private static int hash(Column[] columns, int[] keys, int row) {
    long bits = 0;
    for (int key : keys) {
      bits = bits * 0x100000001B3L + bitsOf(columns[key], row);
    }
    // The finalizer of MurmurHash3 (Austin Appleby).
    bits ^= bits >>> 33;
    bits *= 0xff51afd7ed558ccdL;
    bits ^= bits >>> 33;
    bits *= 0xc4ceb9fe1a85ec53L;
    return (int) (bits ^ bits >>> 33);
  }

  /** Equal values have equal bits. */
  private static long bitsOf(Column column, int row) {
    return switch (column.physicalType()) {
      case BOOLEAN -> ((BooleanColumn) column).values()[row] ? 1 : 0;
      case INT -> ((IntColumn) column).values()[row];
      case LONG -> ((LongColumn) column).values()[row];
      // Adding 0.0 turns -0.0 into 0.0; the bits of NaN are made one.
      case FLOAT -> Float.floatToIntBits(((FloatColumn) column).values()[row] + 0.0f);
      case DOUBLE -> Double.doubleToLongBits(((DoubleColumn) column).values()[row] + 0.0);
      case OBJECT -> {
        Object value = ((ObjectColumn) column).values()[row];
        if (value instanceof BigDecimal decimal) {
          // The scale does not show in the double.
          yield Double.doubleToLongBits(decimal.doubleValue());
        }
        yield value instanceof byte[] bytes
            ? Arrays.hashCode(bytes)
            : value == null ? 0 : value.hashCode();
      }
    };
  }

  private boolean hasKeys(Column[] event, int eventRow, int row) {
    Column[] registers = columns();
    for (int i = 0; i < keyColumns.length; i++) {
      if (!equal(event[keyColumns[i]], eventRow, registers[keyRegisters[i]], row)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Column event, int eventRow, Column register, int row) {
    if (!(event instanceof ObjectColumn objects)) {
      return bitsOf(event, eventRow) == bitsOf(register, row);
    }
    Object value = objects.values()[eventRow];
    Object other = ((ObjectColumn) register).values()[row];
    if (value == other) {
      return true;
    }
    if (value instanceof BigDecimal decimal && other instanceof BigDecimal otherDecimal) {
      return decimal.compareTo(otherDecimal) == 0;
    }
    if (value instanceof byte[] bytes && other instanceof byte[] otherBytes) {
      return Arrays.equals(bytes, otherBytes);
    }
    return value != null && value.equals(other);
  }
}
