package io.eventflux.core.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallLockTest {
  private final CallLock lock = new CallLock();
  private long plainCount;

  @Test
  void shouldLetOneThreadInAtATime() throws InterruptedException {
    int threadCount = 4;
    int callCount = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int call = 0; call < callCount; call++) {
                  lock.lock();
                  plainCount++;
                  lock.unlock();
                }
              }));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    lock.lock();
    assertEquals((long) threadCount * callCount, plainCount);
    lock.unlock();
  }

  @Test
  void shouldStayHeldUntilItIsLeftAsOftenAsItWasEntered() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              lock.lock();
              plainCount++;
              entered.countDown();
              lock.unlock();
            });
    lock.lock();
    lock.lock();
    lock.unlock();

    other.start();
    awaitWaiting(other);

    assertTrue(lock.isHeldByCurrentThread());
    assertEquals(0, plainCount);
    lock.unlock();
    assertFalse(lock.isHeldByCurrentThread());
    assertTrue(entered.await(30, TimeUnit.SECONDS));
    other.join();
    assertEquals(1, plainCount);
  }

  @Test
  void shouldHandOverToWhoHasWokenUpInVain() throws InterruptedException {
    for (int i = 1; i <= 100; i++) {
      Thread other = newCounter();
      lock.lock();
      other.start();
      while (!lock.isOverdue(other)) {
        Thread.onSpinWait();
      }

      lock.unlock();
      lock.lock();

      assertEquals(i, plainCount);
      lock.unlock();
      other.join();
    }
  }

  @Test
  void shouldHandOverInTheOrderOfArrival() throws InterruptedException {
    List<String> entered = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    lock.lock();
    for (int i = 0; i < 4; i++) {
      String name = "thread " + i;
      Thread thread =
          new Thread(
              () -> {
                lock.lock();
                entered.add(name);
                lock.unlock();
              });
      threads.add(thread);
      thread.start();
      while (!lock.isOverdue(thread)) {
        Thread.onSpinWait();
      }
    }

    lock.unlock();
    lock.lock();

    assertEquals(List.of("thread 0", "thread 1", "thread 2", "thread 3"), entered);
    lock.unlock();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Thread newCounter() {
    return new Thread(
        () -> {
          lock.lock();
          plainCount++;
          lock.unlock();
        });
  }

  @Test
  void shouldKeepAnInterruptForTheCaller() throws InterruptedException {
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              lock.lock();
              wasInterrupted.set(Thread.interrupted());
              lock.unlock();
            });
    lock.lock();

    other.start();
    awaitWaiting(other);
    lock.unlock();
    other.join();

    assertTrue(wasInterrupted.get());
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
