package io.eventflux.core.junction;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.TimeoutException;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;

/**
 * The reading end of a junction: takes whatever is available as one range of ring indexes. One
 * thread.
 *
 * <pre>
 *   while (reader.next(rowsMax)) {
 *     ... rows [reader.lo(), reader.hi()) ...
 *     reader.release();
 *   }
 * </pre>
 */
public final class RangeReader {
  private final Sequencer sequencer;
  private final SequenceBarrier barrier;
  private final Sequence consumed;
  private final ParkingWait wait;
  private final ColumnBatch[] rows;
  private final int mask;
  private final int rangeRowsMax;
  private long nextSequence;
  private long publishedSequence = -1;
  private volatile boolean clearsReleased;
  private int lo;
  private int hi;

  RangeReader(
      Sequencer sequencer,
      SequenceBarrier barrier,
      Sequence consumed,
      ParkingWait wait,
      ColumnBatch[] rows,
      int capacity) {
    this.sequencer = sequencer;
    this.barrier = barrier;
    this.consumed = consumed;
    this.wait = wait;
    this.rows = rows;
    this.mask = capacity - 1;
    // Half a ring at a time, so that publishers fill one half while the other is processed.
    this.rangeRowsMax = capacity / 2;
  }

  /**
   * Makes the next range of published rows the present one: at most {@code rowsMax} rows (0: no
   * limit), never past the end of the ring. The one before must have been released.
   *
   * @return false if nothing is published
   */
  public boolean next(int rowsMax) {
    assert hi == lo : "the range before has not been released";
    if (publishedSequence < nextSequence) {
      long cursor = sequencer.getCursor();
      if (cursor < nextSequence) {
        return false;
      }
      publishedSequence = sequencer.getHighestPublishedSequence(nextSequence, cursor);
      if (publishedSequence < nextSequence) {
        return false;
      }
    }
    long count = publishedSequence - nextSequence + 1;
    count = Math.min(count, rowsMax > 0 ? Math.min(rowsMax, rangeRowsMax) : rangeRowsMax);
    lo = (int) nextSequence & mask;
    hi = (int) Math.min(lo + count, mask + 1L);
    return true;
  }

  /** First ring index of the present range. */
  public int lo() {
    return lo;
  }

  /** The ring index behind the present range; equal to {@link #lo} when there is none. */
  public int hi() {
    return hi;
  }

  /** How many rows have been read and released so far: the sequence of the next row. */
  public long sequence() {
    return nextSequence;
  }

  /** Gives the present range back to the publishers. */
  public void release() {
    if (clearsReleased) {
      clear();
    }
    nextSequence += hi - lo;
    lo = hi;
    consumed.set(nextSequence - 1);
  }

  private void clear() {
    for (ColumnBatch stream : rows) {
      for (Column column : stream.columns()) {
        column.release(lo, hi);
      }
    }
  }

  /** See {@link EventJunction#clearReleased}. */
  void clearReleased() {
    clearsReleased = true;
  }

  /** See {@link EventJunction#releasedCount}. */
  long releasedCount() {
    return consumed.get() + 1;
  }

  /**
   * Waits until a row is published, at most {@code timeoutNanos}. May return early for no reason.
   *
   * @return false if the junction was closed
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean await(long timeoutNanos) throws InterruptedException {
    wait.timeoutNanos(timeoutNanos);
    try {
      barrier.waitFor(nextSequence);
      return true;
    } catch (TimeoutException e) {
      return true;
    } catch (AlertException e) {
      return false;
    }
  }
}
