package io.eventflux.core.junction;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import io.eventflux.core.time.EngineClock;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the one reader of a junction wait for rows: spins shortly, then parks for a time that the
 * reader chooses anew for every wait. A publisher that finds nobody parked pays one fence.
 */
final class ParkingWait implements WaitStrategy {
  private static final int SPIN_COUNT = 100;

  private final EngineClock clock = EngineClock.system();
  private volatile @Nullable Thread parked;
  private long timeoutNanos;

  /** How long the next wait may take. Reader thread only. */
  void timeoutNanos(long nanos) {
    timeoutNanos = nanos;
  }

  @Override
  public long waitFor(
      long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
      throws AlertException, InterruptedException, TimeoutException {
    long available;
    for (int i = 0; i < SPIN_COUNT; i++) {
      if ((available = dependentSequence.get()) >= sequence) {
        return available;
      }
      barrier.checkAlert();
      Thread.onSpinWait();
    }
    long deadlineNanos = clock.nanos() + timeoutNanos;
    parked = Thread.currentThread();
    try {
      while ((available = dependentSequence.get()) < sequence) {
        barrier.checkAlert();
        long leftNanos = deadlineNanos - clock.nanos();
        if (leftNanos <= 0) {
          throw TimeoutException.INSTANCE;
        }
        LockSupport.parkNanos(this, leftNanos);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return available;
    } finally {
      parked = null;
    }
  }

  @Override
  public void signalAllWhenBlocking() {
    // The sequencer publishes with a release store only. Without the fence, reading `parked` could
    // overtake it, and a reader that has just parked would not be woken.
    VarHandle.fullFence();
    Thread thread = parked;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
