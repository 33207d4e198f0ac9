package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.junction.Publisher;
import io.eventflux.core.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one pipeline. Whoever holds {@link #lock} may drive the pipeline: the thread takes
 * it for one range at a time, a snapshot or a stop for longer.
 */
final class PipelineWorker implements Runnable {
  private static final long WAIT_MILLIS_MAX = 1_000;
  private static final long BLOCKED_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** How far beyond the bound pipelines may go that would wait for each other for ever. */
  private static final int CIRCLE_FACTOR = 16;

  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Rows for another pipeline, whose ring may be full. */
  private static final class Outbound {
    final Feed feed;
    final ColumnBatch batch;
    final int rowCount;
    final long sizeBytes;
    int taken;

    Outbound(Feed feed, ColumnBatch batch, int rowCount) {
      this.sizeBytes = feed.sizeBytes(batch, 0, rowCount);
      this.feed = feed;
      this.batch = batch;
      this.rowCount = rowCount;
    }
  }

  private final AppRuntime app;
  private final Pipeline pipeline;
  private final LatencyMeter latency;
  private final ThreadLocal<@Nullable PipelineWorker> current;
  private final Deque<Outbound> outbound = new ArrayDeque<>();
  private final Map<Pipeline, Publisher> publishers = new HashMap<>();

  /** All workers of the app, by the number of their pipeline. */
  private final List<PipelineWorker> workers;

  private final long outboundRowsMax;
  private final long outboundBytesMax;
  private long outboundRows;
  private long outboundBytes;

  /** The worker whose full ring this one waits for; null while it works. */
  private volatile @Nullable PipelineWorker waitsFor;

  private long flushedNanos;
  private boolean isUnflushed;

  /** Fair, so that a busy thread lets others in. */
  private final ReentrantLock lock = new ReentrantLock(true);

  /**
   * A worker for {@code pipeline}.
   *
   * @param workers all workers of the app, by the number of their pipeline; complete before the
   *     start
   * @param current set to this worker while a thread drives the pipeline
   */
  PipelineWorker(
      AppRuntime app,
      Pipeline pipeline,
      List<PipelineWorker> workers,
      ThreadLocal<@Nullable PipelineWorker> current) {
    this.app = app;
    this.workers = workers;
    this.outboundRowsMax = app.options().ringCapacity();
    this.outboundBytesMax = app.options().maxInFlightBytes();
    this.pipeline = pipeline;
    this.latency = app.parts().latencyOf(pipeline);
    this.current = current;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  ReentrantLock lock() {
    return lock;
  }

  @Override
  public void run() {
    try {
      boolean isOpen = true;
      while (isOpen) {
        boolean hasWorked;
        long waitMillis = WAIT_MILLIS_MAX;
        lock.lock();
        try {
          hasWorked = drive();
          if (hasWorked) {
            isUnflushed = true;
          }
          if (isUnflushed && (!hasWorked || app.clockNanos() - flushedNanos > FLUSH_NANOS)) {
            app.parts().flushSinks(pipeline);
            flushedNanos = app.clockNanos();
            isUnflushed = false;
          }
          if (!outbound.isEmpty()) {
            waitMillis = 1;
          } else if (!app.isPlayback() && pipeline.nextDueMillis() != Long.MAX_VALUE) {
            long dueInMillis = pipeline.nextDueMillis() - app.clockMillis();
            waitMillis = Math.max(1, Math.min(WAIT_MILLIS_MAX, dueInMillis));
          }
        } finally {
          lock.unlock();
        }
        if (!hasWorked && waitsFor != null) {
          // There may be rows, which would end a wait for them at once.
          LockSupport.parkNanos(this, BLOCKED_NANOS);
          isOpen = !pipeline.junction().isClosed() && !Thread.interrupted();
        } else if (hasWorked) {
          isOpen = !pipeline.junction().isClosed();
        } else {
          isOpen = pipeline.await(TimeUnit.MILLISECONDS.toNanos(waitMillis));
        }
      }
    } catch (InterruptedException e) {
      // A stop that waited too long: rows in flight are given up.
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      app.fail(e);
    }
  }

  /**
   * Processes one range, or fires what is due; false if there was nothing to do. The caller holds
   * the lock.
   */
  boolean drive() {
    current.set(this);
    try {
      // The clock first: rows that arrived before this time are in the ring and go first.
      long nowMillis = app.clockMillis();
      boolean hasSent = send();
      if (mustWait()) {
        return hasSent;
      }
      boolean hasWorked = latency.poll();
      if (!hasWorked && !app.isPlayback() && pipeline.nextDueMillis() <= nowMillis) {
        pipeline.tick(nowMillis);
        hasWorked = true;
      }
      return send() || hasSent || hasWorked;
    } catch (Throwable e) {
      // While the lock is held: nobody may go on with a range that was left half done.
      throw app.fail(e);
    } finally {
      current.remove();
    }
  }

  /** Whether rows for other pipelines are waiting. The caller holds the lock. */
  boolean hasOutbound() {
    return !outbound.isEmpty();
  }

  /** Takes rows that a listener or a failed row on this pipeline makes. The batch is given away. */
  void insert(Feed feed, ColumnBatch batch, int rowCount) {
    if (feed.pipeline() == pipeline) {
      pipeline.insertLater(feed.streamName(), batch, rowCount);
    } else {
      feed.latency().arrival();
      Outbound next = new Outbound(feed, batch, rowCount);
      outbound.add(next);
      outboundRows += rowCount;
      outboundBytes += next.sizeBytes;
    }
  }

  /**
   * Publishes rows for other pipelines as far as there is room: a pipeline never waits for another.
   */
  private boolean send() {
    boolean hasSent = false;
    Outbound next;
    while ((next = outbound.peek()) != null) {
      Pipeline target = next.feed.pipeline();
      Publisher publisher =
          publishers.computeIfAbsent(target, key -> key.junction().newPublisher());
      int taken = publisher.tryPublish(next.feed.stream(), next.batch, next.taken, next.rowCount);
      next.taken += taken;
      hasSent |= taken > 0;
      if (next.taken < next.rowCount) {
        break;
      }
      outbound.poll();
      outboundRows -= next.rowCount;
      outboundBytes -= next.sizeBytes;
    }
    return hasSent;
  }

  /**
   * Whether so much waits for other pipelines that this one takes nothing more before they have
   * made room; then its own ring fills, and who feeds it waits too. What one range makes comes on
   * top of the bound. Pipelines that wait for each other in a circle go on: one of them has to.
   */
  private boolean mustWait() {
    Outbound next = outbound.peek();
    if (next == null || (outboundRows < outboundRowsMax && outboundBytes < outboundBytesMax)) {
      waitsFor = null;
      return false;
    }
    PipelineWorker target = workers.get(next.feed.pipeline().number());
    waitsFor = target;
    if (!waitsForThis(target)) {
      return true;
    }
    waitsFor = null;
    if (outboundRows > CIRCLE_FACTOR * outboundRowsMax
        || outboundBytes > CIRCLE_FACTOR * outboundBytesMax) {
      throw new AppFailedException(
          "streams feed each other with more than can be processed: outboundRows="
              + outboundRows
              + ", outboundBytes="
              + outboundBytes
              + " wait in front of stream '"
              + next.feed.streamName()
              + "'",
          null);
    }
    return false;
  }

  /** Whether {@code other}, or whoever it waits for, waits for this worker. */
  private boolean waitsForThis(PipelineWorker other) {
    PipelineWorker waiting = other;
    for (int i = 0; i < workers.size() && waiting != null; i++) {
      waiting = waiting.waitsFor;
      if (waiting == this) {
        return true;
      }
    }
    return false;
  }
}
