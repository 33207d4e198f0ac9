package io.eventflux.core.app;

import io.eventflux.core.plan.IdleClock;
import io.eventflux.core.time.EngineClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures for how long no event has come, on the monotonic clock. Begins with the first event. Any
 * thread.
 */
final class IdleTimer {
  private static final long NOT_RUNNING = Long.MAX_VALUE;

  private final @Nullable IdleClock plan;
  private final EngineClock clock;
  private final AtomicLong dueNanos = new AtomicLong(NOT_RUNNING);

  /** A timer that is not running; null: one that never will be. */
  IdleTimer(@Nullable IdleClock plan, EngineClock clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /** Whether the app has an idle time. */
  boolean isSet() {
    return plan != null;
  }

  /** By how much the clock of the app moves when the time is over. */
  long incrementMillis() {
    return plan == null ? 0 : plan.incrementMillis();
  }

  /** An event has come. */
  void restart() {
    if (plan != null) {
      dueNanos.set(clock.nanos() + idleNanos(plan));
    }
  }

  /** Whether the time is over; begins the next one then. Of several threads one gets true. */
  boolean take() {
    long due = dueNanos.get();
    return plan != null
        && due != NOT_RUNNING
        && clock.nanos() - due >= 0
        && dueNanos.compareAndSet(due, due + idleNanos(plan));
  }

  /** How long it runs on, for {@link #restore}; {@link Long#MAX_VALUE}: it does not run. */
  long waitNanos() {
    long due = dueNanos.get();
    return due == NOT_RUNNING ? NOT_RUNNING : Math.max(0, due - clock.nanos());
  }

  /** How long to wait before {@link #take} is worth a call, at least 1. */
  long waitMillis() {
    long wait = waitNanos();
    return wait == NOT_RUNNING ? NOT_RUNNING : Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait));
  }

  /** Goes on where {@link #waitNanos} was: time between a stop and a start is not idle. */
  void restore(long waitNanos) {
    dueNanos.set(waitNanos == NOT_RUNNING ? NOT_RUNNING : clock.nanos() + waitNanos);
  }

  private static long idleNanos(IdleClock plan) {
    return TimeUnit.MILLISECONDS.toNanos(plan.idleMillis());
  }
}
