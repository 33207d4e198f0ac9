package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.RowErrors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs without an index: rows {@code [head, tail)} in the order in which they came here. Every
 * event looks at all of them, in one loop over dense columns, so closing the gaps behind runs that
 * leave costs no more than finding them did. Dead runs are cut off at the head in O(1) each as long
 * as start times do not fall from row to row.
 */
final class UnkeyedRuns extends WaitingRuns {
  private int head;
  private int tail;

  /** Whether start times do not fall from row to row, so that the dead stand at the head. */
  private boolean isTimeOrdered = true;

  private int[] candidates = new int[0];

  UnkeyedRuns(RowSchema schema, int[] kept, @Nullable PairKernel condition) {
    super(schema, kept, condition);
  }

  @Override
  int size() {
    return tail - head;
  }

  @Override
  int find(ColumnBatch event, int eventRow, long horizonMillis, RowErrors errors) {
    cutHead(horizonMillis);
    if (head == tail) {
      return settleEmpty();
    }
    if (isTimeOrdered) {
      return settle(event, eventRow, null, head, tail, errors);
    }
    if (candidates.length < tail - head) {
      candidates = new int[capacity()];
    }
    int count = 0;
    for (int row = head; row < tail; row++) {
      if (startMillis[row] >= horizonMillis) {
        candidates[count++] = row;
      }
    }
    return settle(event, eventRow, candidates, 0, count, errors);
  }

  @Override
  void removeFound() {
    int count = foundCount();
    if (count > 0) {
      remove(foundRows(), count);
    }
  }

  /** Removes {@code count} rows, given in ascending order, and closes the gaps. */
  private void remove(int[] rows, int count) {
    if (count == size()) {
      clear();
      return;
    }
    if (rows[count - 1] == head + count - 1) {
      release(head, head + count);
      head += count;
      return;
    }
    int to = rows[0];
    for (int k = 0; k < count; k++) {
      int from = rows[k] + 1;
      int end = k + 1 < count ? rows[k + 1] : tail;
      moveRows(from, to, end - from);
      to += end - from;
    }
    release(to, tail);
    tail = to;
  }

  @Override
  int reserve(long startedMillis, long start, long birth) {
    if (tail == capacity()) {
      if (head > tail / 2) {
        moveRows(head, 0, tail - head);
        release(Math.max(tail - head, head), tail);
        tail -= head;
        head = 0;
      } else {
        grow();
      }
    }
    int row = tail++;
    startMillis[row] = startedMillis;
    starts[row] = start;
    births[row] = birth;
    if (row > head && startMillis[row - 1] > startedMillis) {
      isTimeOrdered = false;
    }
    return row;
  }

  @Override
  boolean admit(int row) {
    return true;
  }

  @Override
  void discard(int row) {
    release(row, row + 1);
    tail = row;
  }

  @Override
  void sweep(long horizonMillis) {
    cutHead(horizonMillis);
    if (isTimeOrdered) {
      return;
    }
    int[] dead = new int[size()];
    int count = 0;
    for (int row = head; row < tail; row++) {
      if (startMillis[row] < horizonMillis) {
        dead[count++] = row;
      }
    }
    if (count > 0) {
      remove(dead, count);
    }
    isTimeOrdered = true;
    for (int row = head + 1; row < tail; row++) {
      isTimeOrdered &= startMillis[row - 1] <= startMillis[row];
    }
  }

  @Override
  void dropOldest(long start, long birth) {
    int[] old = new int[size()];
    int count = 0;
    for (int row = head; row < tail; row++) {
      if (isAtMost(row, start, birth)) {
        old[count++] = row;
      }
    }
    if (count > 0) {
      remove(old, count);
    }
  }

  @Override
  void clear() {
    release(head, tail);
    head = 0;
    tail = 0;
    isTimeOrdered = true;
  }

  @Override
  void listRows(int[] rows) {
    Arrays.setAll(rows, k -> head + k);
  }

  private void cutHead(long horizonMillis) {
    int cut = head;
    while (cut < tail && startMillis[cut] < horizonMillis) {
      cut++;
    }
    if (cut == tail) {
      clear();
    } else if (cut > head) {
      release(head, cut);
      head = cut;
    }
  }
}
