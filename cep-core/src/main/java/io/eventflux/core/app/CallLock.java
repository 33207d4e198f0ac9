package io.eventflux.core.app;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one calling thread at a time into an app, as often as it asks. Like a {@link
 * java.util.concurrent.locks.ReentrantLock}, but leaving it costs a plain store in place of a
 * fence, which is as much as a cheap event: most apps are called by one thread.
 *
 * <p>The price is that the thread that leaves may miss one that has just begun to wait. So nobody
 * waits to be woken for longer than {@link #LOOK_NANOS} before it looks again itself.
 *
 * <p>A thread that calls again and again may overtake one that waits, because waking a thread takes
 * as long as a thousand calls, but only until that one has woken up once in vain: from then on it
 * is overdue, and when it is the first to wait, whoever leaves hands over to it.
 *
 * <pre>
 *   caller    in out in out in out in out ........... in out | waits      in out
 *   waiter    waits      wakes up, finds it taken: overdue     in out
 * </pre>
 */
final class CallLock {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A thread that waits, in the order in which they came. */
  private static final class Waiter {
    final Thread thread;

    /** It has woken up in vain; set by its thread, and never taken back. */
    volatile boolean isOverdue;

    Waiter(Thread thread) {
      this.thread = thread;
    }
  }

  /** Who is inside; null: nobody. The one who leaves sets it with release. */
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

  /** How often the owner has to leave; written by the owner. */
  private int holdCount;

  /** Everybody adds, only the owner removes. */
  private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

  /** Whether the calling thread is inside. */
  boolean isHeldByCurrentThread() {
    // No other thread writes the calling one there but to hand over, and then it waits.
    return owner.getOpaque() == Thread.currentThread();
  }

  /** Whether {@code thread} waits and is handed over to when its turn comes. Any thread. */
  boolean isOverdue(Thread thread) {
    return waiting.stream().anyMatch(waiter -> waiter.thread == thread && waiter.isOverdue);
  }

  /** Enters; waits while another thread is inside. Leave as often as you enter. */
  void lock() {
    Thread caller = Thread.currentThread();
    if (owner.getOpaque() != caller && !owner.compareAndSet(null, caller)) {
      await(caller);
    }
    holdCount++;
  }

  /** Leaves; everything that was written inside is seen by the next thread that enters. */
  void unlock() {
    assert isHeldByCurrentThread() : "only who is inside can leave";
    if (--holdCount > 0) {
      return;
    }
    Waiter first = waiting.peek();
    if (first == null) {
      owner.setRelease(null);
    } else {
      leaveTo(first);
    }
  }

  private void leaveTo(Waiter first) {
    if (first.isOverdue) {
      waiting.remove();
      owner.setRelease(first.thread);
    } else {
      owner.setRelease(null);
    }
    LockSupport.unpark(first.thread);
  }

  private void await(Thread caller) {
    boolean wasInterrupted = false;
    Waiter waiter = new Waiter(caller);
    waiting.add(waiter);
    for (boolean isIn = isIn(waiter); !isIn; ) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      wasInterrupted |= Thread.interrupted();
      isIn = isIn(waiter);
      if (!isIn) {
        waiter.isOverdue = true;
      }
    }
    if (wasInterrupted) {
      caller.interrupt();
    }
  }

  /** Whether the calling thread is the owner now, because it was free or has been handed over. */
  private boolean isIn(Waiter waiter) {
    if (owner.getAcquire() == waiter.thread) {
      return true;
    }
    if (owner.compareAndSet(null, waiter.thread)) {
      waiting.remove(waiter);
      return true;
    }
    return false;
  }
}
