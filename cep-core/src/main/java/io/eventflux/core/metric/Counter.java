package io.eventflux.core.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count with one writing thread and any readers: readers see a recent value, never a torn one.
 */
public final class Counter {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long value;

  /** Adds {@code amount}. Writing thread only. */
  public void add(long amount) {
    VALUE.setRelease(this, value + amount);
  }

  /** The present value. Any thread. */
  public long value() {
    return (long) VALUE.getAcquire(this);
  }
}
