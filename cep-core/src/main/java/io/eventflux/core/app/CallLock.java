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
 */
final class CallLock {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Who is inside; null: nobody. The one who leaves sets it with release. */
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

  /** How often the owner has to leave; written by the owner. */
  private int holdCount;

  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

  /** Whether the calling thread is inside. */
  boolean isHeldByCurrentThread() {
    // No other thread writes the calling one there, nor removes it.
    return owner.getOpaque() == Thread.currentThread();
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
    owner.setRelease(null);
    Thread next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next);
    }
  }

  private void await(Thread caller) {
    boolean wasInterrupted = false;
    waiting.add(caller);
    while (!owner.compareAndSet(null, caller)) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      wasInterrupted |= Thread.interrupted();
    }
    waiting.remove(caller);
    if (wasInterrupted) {
      caller.interrupt();
    }
  }
}
