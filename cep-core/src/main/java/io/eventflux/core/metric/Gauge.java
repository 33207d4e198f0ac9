package io.eventflux.core.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that goes up and down, with one writing thread and any readers: readers see a recent
 * value, never a torn one.
 */
public final class Gauge {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Gauge.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long value;

  /** A gauge that shows {@code initial} until it is set. */
  public Gauge(long initial) {
    value = initial;
  }

  /** Shows {@code newValue} from now on. Writing thread only. */
  public void set(long newValue) {
    VALUE.setRelease(this, newValue);
  }

  /** The present value. Any thread. */
  public long value() {
    return (long) VALUE.getAcquire(this);
  }
}
