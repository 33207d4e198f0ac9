package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.Source;
import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Everything happens in the thread that calls, one call at a time: when a call returns, all its
 * effects have happened. Calls from inside are queued behind the running one.
 */
final class CallerDriver extends Driver {
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Rows that were sent from inside. */
  private record Call(Feed feed, ColumnBatch batch, int rowCount) {}

  private final AppRuntime app;
  private final CallLock lock = new CallLock();
  private final Deque<Call> calls = new ArrayDeque<>();

  /** Reading it for every event would cost more than many a query. */
  private final boolean readsClock;

  private boolean isRunning;
  private @Nullable Pipeline running;
  private long lastTickMillis = Long.MIN_VALUE;
  private volatile boolean isStopRequested;

  CallerDriver(AppRuntime app) {
    this.app = app;
    this.readsClock = app.pipelines().stream().anyMatch(Pipeline::readsClock);
  }

  @Override
  boolean isInside() {
    return lock.isHeldByCurrentThread() && isRunning;
  }

  @Override
  void start() {}

  @Override
  void submit(Feed feed, ColumnBatch batch, int lo, int hi) {
    if (isInside()) {
      feed.countRowsAlone(hi - lo);
      calls.add(new Call(feed, feed.copy(batch, lo, hi), hi - lo));
      return;
    }
    // As run(..) with a call that is spelled out: single events come this way.
    lock.lock();
    try {
      isRunning = true;
      feed.countRowsAlone(hi - lo);
      perform(feed, batch, lo, hi);
      feed.sentCount().add(hi - lo);
      finish();
    } catch (Throwable e) {
      throw app.failedBy(e);
    } finally {
      end();
    }
  }

  @Override
  void submitDeadLetter(Feed feed, ColumnBatch batch, int rowCount) {
    if (isInside() && running == feed.pipeline()) {
      feed.countRowsAlone(rowCount);
      feed.pipeline().insertLater(feed.streamName(), batch, rowCount);
    } else {
      submit(feed, batch, 0, rowCount);
    }
  }

  @Override
  void tick(long millis) {
    run(() -> tickAll(millis));
  }

  @Override
  void end(Feed feed) {
    run(
        () -> {
          feed.latency().arrival();
          feed.publisher().control(EventJunction.END, feed.stream());
          drain(feed);
        });
  }

  @Override
  void exclusively(Runnable action) {
    run(action);
  }

  @Override
  void runSources() {
    boolean isOpen = true;
    while (isOpen && !isStopRequested) {
      app.checkpointIfDue();
      isOpen = false;
      boolean isAnyRow = false;
      for (SourceDriver source : app.parts().sources()) {
        if (source.hasEnded() || isStopRequested) {
          continue;
        }
        Source.Poll poll = poll(source);
        isOpen |= poll != Source.Poll.END;
        isAnyRow |= poll == Source.Poll.MORE;
      }
      if (isOpen && !isAnyRow) {
        if (app.isPlayback()) {
          app.time().advanceIdle();
        } else {
          tick(app.clockMillis());
        }
        LockSupport.parkNanos(IDLE_NANOS);
      }
    }
  }

  /** The position of a source stands behind its rows only between two polls: no cut in between. */
  private Source.Poll poll(SourceDriver source) {
    lock.lock();
    try {
      return app.guarded(() -> source.poll(this));
    } finally {
      lock.unlock();
    }
  }

  @Override
  void requestStop() {
    isStopRequested = true;
  }

  @Override
  void stop(boolean drains) {
    lock.lock();
    try {
      // Every call drains: nothing can be left.
      app.pipelines().forEach(pipeline -> pipeline.junction().close());
    } finally {
      lock.unlock();
    }
  }

  /** Runs one call to its end, then those that were made inside it. */
  private void run(Runnable action) {
    lock.lock();
    try {
      assert !isRunning : "the runtime keeps calls from inside away";
      isRunning = true;
      action.run();
      finish();
    } catch (Throwable e) {
      throw app.failedBy(e);
    } finally {
      end();
    }
  }

  /** What follows every call: the calls that were made inside it, and its rows leave the app. */
  private void finish() {
    while (!calls.isEmpty()) {
      Call call = calls.remove();
      perform(call.feed(), call.batch(), 0, call.rowCount());
    }
    app.parts().flushSinks();
  }

  private void end() {
    isRunning = false;
    running = null;
    calls.clear();
    lock.unlock();
  }

  private void perform(Feed feed, ColumnBatch batch, int lo, int hi) {
    Pipeline pipeline = feed.pipeline();
    if (readsClock && !app.isPlayback()) {
      tickAll(app.clockMillis());
    }
    running = pipeline;
    LatencyMeter latency = feed.latency();
    long startNanos = latency.startInPlace(hi - lo);
    if (pipeline.processInPlace(feed.stream(), batch, lo, hi, feed.publisher().id())) {
      latency.endInPlace(startNanos, hi - lo);
    } else {
      latency.arrival();
      int from = lo;
      while (from < hi) {
        from += feed.publisher().tryPublish(feed.stream(), batch, from, hi);
        drain(feed);
      }
    }
    running = null;
    if (app.isPlayback() && app.pipelines().size() > 1 && pipeline.isClockStarted()) {
      tickAll(pipeline.nowMillis());
    }
  }

  private void drain(Feed feed) {
    running = feed.pipeline();
    while (feed.latency().poll()) {
      // One range after another.
    }
    running = null;
  }

  private void tickAll(long millis) {
    if (millis <= lastTickMillis) {
      return;
    }
    lastTickMillis = millis;
    for (Pipeline pipeline : app.pipelines()) {
      running = pipeline;
      pipeline.tick(millis);
    }
    running = null;
  }
}
