package io.eventflux.core.metric;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that goes up and down, with one writing thread and any readers: readers see a recent
 * value, never a torn one.
 */
public final class Gauge {
  private final AtomicLong value;

  /** A gauge that shows {@code initial} until it is set. */
  public Gauge(long initial) {
    value = new AtomicLong(initial);
  }

  /** Shows {@code newValue} from now on. Writing thread only. */
  public void set(long newValue) {
    value.setRelease(newValue);
  }

  /** The present value. Any thread. */
  public long value() {
    return value.getAcquire();
  }
}
