package io.eventflux.core.function.aggregate;

import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Longs that come and go, and the least of them, in amortised O(1) while they leave in the order in
 * which they came, as from most windows: the monotonic queue. The first value that leaves out of
 * turn moves all of them to a {@link LongMultiset}, until none is left.
 *
 * <pre>
 *   values   5 3 8 4 9      all values, oldest first
 *   minima     3   4 9      those with nothing smaller behind them; the first is the least
 * </pre>
 */
final class LeastOfQueue {
  private static final int CAPACITY_MIN = 4;

  private long[] values = new long[CAPACITY_MIN];
  private int valuesHead;
  private int valueCount;
  private long[] minima = new long[CAPACITY_MIN];
  private int minimaHead;
  private int minimaCount;
  private @Nullable LongMultiset unordered;

  boolean isEmpty() {
    return unordered == null ? valueCount == 0 : unordered.isEmpty();
  }

  /** The least value; there is one. */
  long least() {
    return unordered == null ? minima[minimaHead] : unordered.least();
  }

  void add(long value) {
    if (unordered != null) {
      unordered.add(value);
      return;
    }
    if (valueCount == values.length) {
      values = unrolled(values, valuesHead, valueCount * 2);
      valuesHead = 0;
    }
    values[valuesHead + valueCount++ & values.length - 1] = value;
    int mask = minima.length - 1;
    while (minimaCount > 0 && minima[minimaHead + minimaCount - 1 & mask] > value) {
      minimaCount--;
    }
    if (minimaCount == minima.length) {
      minima = unrolled(minima, minimaHead, minimaCount * 2);
      minimaHead = 0;
      mask = minima.length - 1;
    }
    minima[minimaHead + minimaCount++ & mask] = value;
  }

  /** Removes one occurrence of {@code value}, which is in. */
  void remove(long value) {
    if (unordered == null && values[valuesHead] != value) {
      disorder();
    }
    if (unordered != null) {
      unordered.remove(value);
      if (unordered.isEmpty()) {
        unordered = null;
      }
      return;
    }
    valuesHead = valuesHead + 1 & values.length - 1;
    valueCount--;
    if (minima[minimaHead] == value) {
      minimaHead = minimaHead + 1 & minima.length - 1;
      minimaCount--;
    }
  }

  private void disorder() {
    LongMultiset all = new LongMultiset();
    for (int i = 0; i < valueCount; i++) {
      all.add(values[valuesHead + i & values.length - 1]);
    }
    clear();
    unordered = all;
  }

  /** A copy of a full ring that starts at index 0. */
  private static long[] unrolled(long[] ring, int head, int capacity) {
    long[] copy = Arrays.copyOf(Arrays.copyOfRange(ring, head, ring.length), capacity);
    System.arraycopy(ring, 0, copy, ring.length - head, head);
    return copy;
  }

  void clear() {
    valuesHead = 0;
    valueCount = 0;
    minimaHead = 0;
    minimaCount = 0;
    unordered = null;
  }

  void snapshot(StateWriter writer) {
    writer.putBoolean(unordered != null);
    if (unordered != null) {
      unordered.snapshot(writer);
      return;
    }
    writer.putInt(valueCount);
    for (int i = 0; i < valueCount; i++) {
      writer.putLong(values[valuesHead + i & values.length - 1]);
    }
  }

  void restore(StateReader reader) {
    clear();
    if (reader.getBoolean()) {
      unordered = new LongMultiset();
      unordered.restore(reader);
      return;
    }
    int count = reader.getCount(Long.BYTES);
    for (int i = 0; i < count; i++) {
      add(reader.getLong());
    }
  }
}
