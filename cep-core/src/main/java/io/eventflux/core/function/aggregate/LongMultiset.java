package io.eventflux.core.function.aggregate;

import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;

/**
 * Longs that come and go in any order, and the least of them. Two binary heaps: what is in, and
 * what has left but still stands in the first because it was not on its top. Adding and removing
 * are amortised O(log n); the second heap never outgrows the first by more than a constant.
 */
final class LongMultiset {
  private static final int DEPARTED_SLACK = 16;

  private long[] present = new long[4];
  private int presentCount;
  private long[] departed = new long[4];
  private int departedCount;

  boolean isEmpty() {
    return presentCount == departedCount;
  }

  /** The least value; there is one. */
  long least() {
    return present[0];
  }

  void add(long value) {
    if (presentCount == present.length) {
      present = Arrays.copyOf(present, presentCount * 2);
    }
    siftUp(present, presentCount++, value);
  }

  /** Removes one occurrence of {@code value}, which is in. */
  void remove(long value) {
    if (present[0] == value) {
      siftDown(present, --presentCount);
      while (departedCount > 0 && present[0] == departed[0]) {
        siftDown(present, --presentCount);
        siftDown(departed, --departedCount);
      }
      return;
    }
    if (departedCount == departed.length) {
      departed = Arrays.copyOf(departed, departedCount * 2);
    }
    siftUp(departed, departedCount++, value);
    if (departedCount > DEPARTED_SLACK + presentCount / 2) {
      settle();
    }
  }

  /** Takes the departed values out of the first heap. A sorted array is a heap. */
  private void settle() {
    Arrays.sort(present, 0, presentCount);
    Arrays.sort(departed, 0, departedCount);
    int kept = 0;
    int gone = 0;
    for (int i = 0; i < presentCount; i++) {
      if (gone < departedCount && departed[gone] == present[i]) {
        gone++;
      } else {
        present[kept++] = present[i];
      }
    }
    presentCount = kept;
    departedCount = 0;
  }

  private static void siftUp(long[] heap, int free, long value) {
    int at = free;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap[parent] <= value) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = value;
  }

  /** Fills the top of a heap that now has {@code count} values with the one at {@code count}. */
  private static void siftDown(long[] heap, int count) {
    long value = heap[count];
    int at = 0;
    int child;
    while ((child = 2 * at + 1) < count) {
      if (child + 1 < count && heap[child + 1] < heap[child]) {
        child++;
      }
      if (value <= heap[child]) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }

  void clear() {
    presentCount = 0;
    departedCount = 0;
  }

  void snapshot(StateWriter writer) {
    settle();
    writer.putInt(presentCount);
    for (int i = 0; i < presentCount; i++) {
      writer.putLong(present[i]);
    }
  }

  void restore(StateReader reader) {
    clear();
    int count = reader.getCount(Long.BYTES);
    present = new long[Math.max(4, count)];
    for (int i = 0; i < count; i++) {
      siftUp(present, presentCount++, reader.getLong());
    }
  }
}
