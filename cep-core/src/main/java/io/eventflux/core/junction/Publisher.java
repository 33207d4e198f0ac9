package io.eventflux.core.junction;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.Sequencer;
import io.eventflux.core.column.ColumnBatch;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The only way to put rows into a junction. Rows of one publisher arrive in the order of its calls;
 * rows of one unit may be interrupted by those of another publisher only where the ring was full in
 * between. One thread at a time.
 */
public final class Publisher {
  private static final long WAIT_NANOS_MAX = 200_000;

  private final EventJunction junction;
  private final Sequencer sequencer;
  private final int id;
  private final int mask;

  Publisher(EventJunction junction, Sequencer sequencer, int id) {
    this.junction = junction;
    this.sequencer = sequencer;
    this.id = id;
    this.mask = junction.capacity() - 1;
  }

  /** What {@link EventJunction#publishers} says for rows of this publisher. */
  public int id() {
    return id;
  }

  /**
   * Publishes the rows at positions {@code [lo, hi)} of {@code batch} as rows of {@code stream};
   * waits while the ring is full. Rows are copied; kinds are ignored. The last row ends a unit, the
   * others end one where the unit number changes.
   *
   * @throws JunctionClosedException if the junction is closed before all rows are in it
   */
  public void publish(int stream, ColumnBatch batch, int lo, int hi) {
    int from = lo;
    long waitNanos = 1_000;
    while (from < hi) {
      int taken = tryPublish(stream, batch, from, hi);
      from += taken;
      if (taken == 0) {
        LockSupport.parkNanos(this, waitNanos);
        waitNanos = Math.min(waitNanos * 2, WAIT_NANOS_MAX);
      } else {
        waitNanos = 1_000;
      }
    }
  }

  /**
   * Publishes as many of the rows as there is room for, from the first on, without waiting.
   *
   * @return how many rows were taken, from 0 to {@code hi - lo}; the caller goes on behind them
   * @throws JunctionClosedException if the junction is closed
   */
  public int tryPublish(int stream, ColumnBatch batch, int lo, int hi) {
    int count = claimable(hi - lo);
    if (count == 0) {
      return 0;
    }
    long last;
    try {
      last = sequencer.tryNext(count);
    } catch (InsufficientCapacityException e) {
      // Another publisher was faster.
      return 0;
    }
    long first = last - count + 1;
    boolean filled = false;
    try {
      int row = (int) first & mask;
      int untilEnd = Math.min(count, mask + 1 - row);
      fill(stream, batch, lo, lo + untilEnd, hi, row);
      if (untilEnd < count) {
        fill(stream, batch, lo + untilEnd, lo + count, hi, 0);
      }
      filled = true;
    } finally {
      if (!filled) {
        for (long sequence = first; sequence <= last; sequence++) {
          junction.streams()[(int) sequence & mask] = EventJunction.SKIPPED;
        }
      }
      sequencer.publish(first, last);
    }
    return count;
  }

  /**
   * Says that the clock of the app stands at {@code millis}; does nothing if a publisher of this
   * junction has said so, or a later time, before. Waits while the ring is full.
   *
   * @throws JunctionClosedException if the junction is closed
   */
  public void tick(long millis) {
    if (junction.raiseTick(millis)) {
      control(EventJunction.TICK, millis);
    }
  }

  /**
   * Publishes a control row; waits while the ring is full.
   *
   * @param kind {@link EventJunction#TICK} or {@link EventJunction#END}
   * @throws JunctionClosedException if the junction is closed
   */
  public void control(int kind, long argument) {
    while (!tryControl(kind, argument)) {
      LockSupport.parkNanos(this, WAIT_NANOS_MAX);
    }
  }

  /** As {@link #control} without waiting: false if the ring is full. */
  public boolean tryControl(int kind, long argument) {
    if (claimable(1) == 0) {
      return false;
    }
    long sequence;
    try {
      sequence = sequencer.tryNext(1);
    } catch (InsufficientCapacityException e) {
      return false;
    }
    int row = (int) sequence & mask;
    junction.streams()[row] = kind;
    junction.timestamps()[row] = argument;
    junction.unitEnds()[row] = true;
    junction.publishers()[row] = id;
    sequencer.publish(sequence);
    return true;
  }

  private int claimable(int wanted) {
    if (junction.isClosed()) {
      throw new JunctionClosedException();
    }
    return (int) Math.max(0, Math.min(wanted, sequencer.remainingCapacity()));
  }

  /**
   * Copies positions {@code [lo, hi)} to ring indexes from {@code row}; {@code end} is the end of
   * the caller's range, where the last unit ends.
   */
  private void fill(int stream, ColumnBatch batch, int lo, int hi, int end, int row) {
    int count = hi - lo;
    junction.rows(stream).copyRange(batch, lo, hi, row);
    Arrays.fill(junction.streams(), row, row + count, stream);
    Arrays.fill(junction.publishers(), row, row + count, id);
    boolean[] unitEnds = junction.unitEnds();
    int[] units = batch.units();
    if (units == null) {
      Arrays.fill(unitEnds, row, row + count, true);
      return;
    }
    for (int k = lo; k < hi; k++) {
      unitEnds[row + k - lo] = k + 1 == end || units[batch.row(k)] != units[batch.row(k + 1)];
    }
  }
}
