package io.eventflux.core.app;

import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.junction.JunctionClosedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * How many bytes one source has handed over that are not processed yet, and the limit for that: a
 * ring counts rows, and a few thousand large ones would fill the memory.
 *
 * <p>Nothing is counted row by row. Whoever hands over a batch says its bytes, and a mark remembers
 * how far the ring was filled then; when the reader has released that many rows the batch is done:
 *
 * <pre>
 *   ring    released | a a a a | b b | c c c c c |
 *   marks                      ^ 4 MB ^ 1 MB     ^ 7 MB      in flight: 12 MB
 * </pre>
 *
 * A batch that is larger than the limit waits until it is alone. Any thread.
 */
final class BytesInFlight {
  private static final long WAIT_NANOS_MAX = 200_000;

  /** A batch, which is done when {@code junction} has released its first {@code rowCount} rows. */
  private record Mark(EventJunction junction, long rowCount, long sizeBytes) {}

  private final long limitBytes;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long sizeBytes;

  /** Nothing in flight; at most {@code limitBytes} may be. */
  BytesInFlight(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Waits until {@code batchBytes} more may be on their way into {@code junction}, and counts them.
   * {@link #handedOver} follows.
   *
   * @throws JunctionClosedException if the junction is closed meanwhile
   */
  void enter(EventJunction junction, int rowCount, long batchBytes) {
    if (batchBytes / rowCount > limitBytes / junction.capacity()) {
      junction.clearReleased();
    }
    long waitNanos = 1_000;
    while (!tryEnter(batchBytes)) {
      if (junction.isClosed()) {
        throw new JunctionClosedException();
      }
      LockSupport.parkNanos(this, waitNanos);
      waitNanos = Math.min(waitNanos * 2, WAIT_NANOS_MAX);
    }
  }

  private synchronized boolean tryEnter(long batchBytes) {
    forgetDone();
    if (sizeBytes > 0 && sizeBytes + batchBytes > limitBytes) {
      return false;
    }
    sizeBytes += batchBytes;
    return true;
  }

  /** What {@link #enter} has counted is in the ring now, or done already. */
  synchronized void handedOver(EventJunction junction, long batchBytes) {
    // Rows of others may be among them: then the batch counts as done a little later than it is.
    marks.add(new Mark(junction, junction.claimedCount(), batchBytes));
  }

  /** The bytes on their way now. */
  synchronized long sizeBytes() {
    forgetDone();
    return sizeBytes;
  }

  private void forgetDone() {
    Mark next;
    while ((next = marks.peek()) != null && next.junction().releasedCount() >= next.rowCount()) {
      sizeBytes -= next.sizeBytes();
      marks.remove();
    }
  }
}
