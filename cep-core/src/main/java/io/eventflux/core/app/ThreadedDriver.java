package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.Source;
import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.junction.Publisher;
import io.eventflux.core.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * One thread for each pipeline and each source. Rows enter through rings, which make publishers
 * wait while they are full.
 *
 * <p>Locks, in the order in which they are taken: the gate (publishers shared, snapshots and stops
 * exclusively), then the monitor of a feed or ticker, then the locks of workers. A thread that
 * drives a pipeline takes none of them.
 */
final class ThreadedDriver extends Driver {
  private static final long IDLE_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long IDLE_MILLIS_MAX = 100;
  private static final long IDLE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(10);

  private final AppRuntime app;

  // One per app: a listener that runs inside one app may send into another.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable PipelineWorker> current = new ThreadLocal<>();

  private final List<PipelineWorker> workers = new ArrayList<>();
  private final Map<Pipeline, Publisher> tickers = new LinkedHashMap<>();
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
  private final List<Thread> workerThreads = new ArrayList<>();
  private final List<Thread> sourceThreads = new ArrayList<>();
  private final CountDownLatch stopRequest = new CountDownLatch(1);
  private CountDownLatch openSources = new CountDownLatch(0);

  ThreadedDriver(AppRuntime app) {
    this.app = app;
    for (Pipeline pipeline : app.pipelines()) {
      workers.add(new PipelineWorker(app, pipeline, workers, current));
      tickers.put(pipeline, pipeline.junction().newPublisher());
    }
  }

  @Override
  boolean isInside() {
    return current.get() != null;
  }

  @Override
  void start() {
    for (int i = 0; i < workers.size(); i++) {
      workerThreads.add(new AppThread(app, workers.get(i), "pipeline-" + i));
    }
    workerThreads.forEach(Thread::start);
    openSources = new CountDownLatch(app.parts().sources().size());
    for (SourceDriver source : app.parts().sources()) {
      sourceThreads.add(new AppThread(app, () -> runSource(source), source.id()));
    }
    if (app.time().idleTimer().isSet()) {
      // Not a worker: one that waits for room in its own ring would wait for ever.
      sourceThreads.add(new AppThread(app, this::runIdleClock, "idle-clock"));
    }
    sourceThreads.forEach(Thread::start);
  }

  /** Looks at the idle time until a stop is requested; {@link #IDLE_MILLIS_MAX} late at most. */
  private void runIdleClock() {
    try {
      while (app.failure().isEmpty()
          && !stopRequest.await(
              Math.min(app.time().idleTimer().waitMillis(), IDLE_MILLIS_MAX),
              TimeUnit.MILLISECONDS)) {
        app.time().advanceIdle();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      app.failedBy(e);
    }
  }

  private void runSource(SourceDriver source) {
    long idleNanos = IDLE_NANOS_MIN;
    try {
      while (stopRequest.getCount() > 0 && app.failure().isEmpty()) {
        if (app.diskPause().isOn()) {
          LockSupport.parkNanos(IDLE_NANOS_MAX);
          continue;
        }
        Source.Poll poll;
        gate.readLock().lock();
        try {
          poll = source.poll(this);
        } finally {
          gate.readLock().unlock();
        }
        switch (poll) {
          case MORE -> idleNanos = IDLE_NANOS_MIN;
          case IDLE -> {
            LockSupport.parkNanos(idleNanos);
            idleNanos = Math.min(idleNanos * 2, IDLE_NANOS_MAX);
          }
          case END -> {
            return;
          }
        }
      }
    } catch (Throwable e) {
      app.fail(e);
    } finally {
      openSources.countDown();
    }
  }

  @Override
  void submit(Feed feed, ColumnBatch batch, int lo, int hi) {
    PipelineWorker worker = current.get();
    feed.countRows(hi - lo);
    if (worker != null) {
      worker.insert(feed, feed.copy(batch, lo, hi), hi - lo);
      return;
    }
    feed.latency().arrival();
    gate.readLock().lock();
    try {
      synchronized (feed) {
        if (!app.isPlayback()) {
          feed.publisher().tick(app.clockMillis());
        }
        feed.publish(batch, lo, hi);
        feed.sentCount().add(hi - lo);
      }
      if (app.isPlayback() && tickers.size() > 1) {
        tickOthers(feed, batch, lo, hi);
      }
    } finally {
      gate.readLock().unlock();
    }
  }

  /** In playback the rows of one pipeline move the clock of all. */
  private void tickOthers(Feed feed, ColumnBatch batch, int lo, int hi) {
    long latest = Pipeline.TIME_OF_CLOCK;
    for (int k = lo; k < hi; k++) {
      latest = Math.max(latest, feed.pipeline().timeOf(feed.stream(), batch, batch.row(k)));
    }
    if (latest != Pipeline.TIME_OF_CLOCK) {
      for (Map.Entry<Pipeline, Publisher> ticker : tickers.entrySet()) {
        if (ticker.getKey() != feed.pipeline()) {
          tick(ticker.getKey(), ticker.getValue(), latest);
        }
      }
    }
  }

  @Override
  void submitDeadLetter(Feed feed, ColumnBatch batch, int rowCount) {
    PipelineWorker worker = current.get();
    if (worker != null) {
      feed.countRows(rowCount);
      worker.insert(feed, batch, rowCount);
    } else {
      submit(feed, batch, 0, rowCount);
    }
  }

  @Override
  void tick(long millis) {
    gate.readLock().lock();
    try {
      tickers.forEach((pipeline, ticker) -> tick(pipeline, ticker, millis));
    } finally {
      gate.readLock().unlock();
    }
  }

  private void tick(Pipeline pipeline, Publisher ticker, long millis) {
    app.parts().latencyOf(pipeline).arrival();
    synchronized (ticker) {
      ticker.tick(millis);
    }
  }

  @Override
  void end(Feed feed) {
    feed.latency().arrival();
    synchronized (feed) {
      feed.publisher().control(EventJunction.END, feed.stream());
    }
  }

  @Override
  void runSources() {
    try {
      while (stopRequest.getCount() > 0
          && app.failure().isEmpty()
          && !openSources.await(20, TimeUnit.MILLISECONDS)) {
        // Sources run on their own threads.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  void exclusively(Runnable action) {
    gate.writeLock().lock();
    try {
      workers.forEach(worker -> worker.lock().lock());
      try {
        if (drain(Long.MAX_VALUE)) {
          action.run();
        }
      } finally {
        workers.forEach(worker -> worker.lock().unlock());
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  /**
   * Drives all pipelines until nothing is left; the caller holds all locks. False if the time was
   * over before.
   */
  private boolean drain(long deadlineNanos) {
    boolean hasWorked = true;
    while (hasWorked) {
      hasWorked = false;
      for (PipelineWorker worker : workers) {
        while (app.failure().isEmpty() && worker.drive()) {
          hasWorked = true;
          if (deadlineNanos != Long.MAX_VALUE && app.clockNanos() - deadlineNanos > 0) {
            return false;
          }
        }
        hasWorked |= worker.hasOutbound();
      }
      if (app.failure().isPresent()) {
        return false;
      }
    }
    return true;
  }

  @Override
  void requestStop() {
    stopRequest.countDown();
    sourceThreads.forEach(LockSupport::unpark);
  }

  @Override
  void stop(boolean drains) {
    long deadlineNanos =
        app.clockNanos() + TimeUnit.MILLISECONDS.toNanos(app.options().stopTimeoutMillis());
    boolean isInTime = join(sourceThreads, deadlineNanos);
    if (drains && isInTime && app.failure().isEmpty()) {
      isInTime = drainBefore(deadlineNanos);
    }
    app.pipelines().forEach(pipeline -> pipeline.junction().close());
    if (!isInTime) {
      sourceThreads.forEach(Thread::interrupt);
      workerThreads.forEach(Thread::interrupt);
    }
    isInTime &= join(workerThreads, deadlineNanos + TimeUnit.SECONDS.toNanos(1));
    join(sourceThreads, deadlineNanos + TimeUnit.SECONDS.toNanos(1));
    if (!isInTime && app.failure().isEmpty()) {
      app.fail(
          new AppFailedException(
              "the app did not stop within "
                  + app.options().stopTimeoutMillis()
                  + " ms; rows in flight were given up",
              null));
    }
  }

  private boolean drainBefore(long deadlineNanos) {
    List<Lock> locks = new ArrayList<>();
    locks.add(gate.writeLock());
    workers.forEach(worker -> locks.add(worker.lock()));
    List<Lock> held = new ArrayList<>();
    try {
      for (Lock lock : locks) {
        long leftNanos = Math.max(0, deadlineNanos - app.clockNanos());
        if (!lock.tryLock(leftNanos, TimeUnit.NANOSECONDS)) {
          return false;
        }
        held.add(lock);
      }
      return drain(deadlineNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Throwable e) {
      app.fail(e);
      return false;
    } finally {
      held.forEach(Lock::unlock);
    }
  }

  private boolean join(List<Thread> threads, long deadlineNanos) {
    for (Thread thread : threads) {
      if (thread == Thread.currentThread()) {
        continue;
      }
      long leftMillis =
          Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - app.clockNanos()));
      try {
        thread.join(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }
}
