package io.eventflux.core.junction;

import com.lmax.disruptor.AbstractSequencer;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.util.Util;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives out ranges of sequences to any number of publishing threads, and says up to where they are
 * published without a gap. The cost of both is that of a range, not of its rows: where a range
 * starts, the ring of ends says where it ends, once it is published.
 *
 * <pre>
 *   claimed   [4 5 6] [7 8] [9 10 11]        ends[4] = 6, ends[7] not yet, ends[9] = 11
 *   published up to 6: at 7 stands an end of the lap before, which is smaller than 7
 * </pre>
 *
 * The sequencer of the Disruptor for several threads marks every sequence on its own instead, which
 * costs more than a filter over the same rows.
 */
final class RangeSequencer extends AbstractSequencer {
  private static final long WAIT_NANOS = 1_000;

  /** By index of the first sequence of a range: its last sequence. */
  private final AtomicLongArray ends;

  private final int mask;

  /** Sequences for a ring of {@code capacity} rows, a power of two. */
  RangeSequencer(int capacity, WaitStrategy wait) {
    super(capacity, wait);
    mask = capacity - 1;
    ends = new AtomicLongArray(capacity);
    for (int i = 0; i < capacity; i++) {
      ends.setPlain(i, INITIAL_CURSOR_VALUE);
    }
  }

  @Override
  public boolean hasAvailableCapacity(int required) {
    return hasRoom(cursor.get(), required);
  }

  private boolean hasRoom(long claimed, int required) {
    return claimed + required - bufferSize <= Util.getMinimumSequence(gatingSequences, claimed);
  }

  @Override
  public long remainingCapacity() {
    long claimed = cursor.get();
    return bufferSize - (claimed - Util.getMinimumSequence(gatingSequences, claimed));
  }

  @Override
  public void claim(long sequence) {
    cursor.set(sequence);
  }

  @Override
  public long next() {
    return next(1);
  }

  @Override
  public long next(int count) {
    while (true) {
      try {
        return tryNext(count);
      } catch (InsufficientCapacityException e) {
        LockSupport.parkNanos(WAIT_NANOS);
      }
    }
  }

  @Override
  public long tryNext() throws InsufficientCapacityException {
    return tryNext(1);
  }

  @Override
  public long tryNext(int count) throws InsufficientCapacityException {
    if (count < 1 || count > bufferSize) {
      throw new IllegalArgumentException(
          "count=" + count + ", expected 1 to the size of the ring, " + bufferSize);
    }
    while (true) {
      long claimed = cursor.get();
      if (!hasRoom(claimed, count)) {
        throw InsufficientCapacityException.INSTANCE;
      }
      if (cursor.compareAndSet(claimed, claimed + count)) {
        return claimed + count;
      }
    }
  }

  @Override
  public void publish(long sequence) {
    publish(sequence, sequence);
  }

  /** Publishes a range; it must be exactly one that was claimed. */
  @Override
  public void publish(long first, long last) {
    ends.setRelease((int) first & mask, last);
    waitStrategy.signalAllWhenBlocking();
  }

  /** Whether the range that starts at {@code sequence} is published. */
  @Override
  public boolean isAvailable(long sequence) {
    return ends.getAcquire((int) sequence & mask) >= sequence;
  }

  /** As the interface says; {@code lower} must be the first sequence of a range. */
  @Override
  public long getHighestPublishedSequence(long lower, long available) {
    long next = lower;
    while (next <= available) {
      long last = ends.getAcquire((int) next & mask);
      if (last < next) {
        break;
      }
      next = last + 1;
    }
    return next - 1;
  }
}
