package io.eventflux.core.kernel;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all kernels have in common: they may ask what time it is, how far event time is known, and
 * whether a table has a row. Pipeline thread only.
 */
public abstract class Kernel {
  private @Nullable LongSupplier clock;
  private @Nullable LongSupplier watermark;
  private TableTest[] tableTests = {};

  /** For subclasses. */
  protected Kernel() {}

  /**
   * Gives the kernel the clock of the app (language 3.2), epoch milliseconds. Called once, before
   * the first row. The clock must stand still during each call of the kernel.
   */
  public final void useClock(LongSupplier appClock) {
    clock = appClock;
  }

  /**
   * Gives the kernel the watermark of the stream that its rows come from (language 7.1), epoch
   * milliseconds, {@link Long#MIN_VALUE} before the first one. Called once, before the first row.
   * The watermark must stand still during each call of the kernel.
   */
  public final void useWatermark(LongSupplier streamWatermark) {
    watermark = streamWatermark;
  }

  /**
   * Gives the kernel a test of a table. Called before the first row.
   *
   * @param number what the expressions of the kernel call it
   */
  public final void useTableTest(int number, TableTest test) {
    if (tableTests.length <= number) {
      tableTests = Arrays.copyOf(tableTests, number + 1);
    }
    tableTests[number] = test;
  }

  /** The test with a number, see {@link #useTableTest}; the kernel must have been given it. */
  protected final TableTest tableTest(int number) {
    return tableTests[number];
  }

  /** The watermark, see {@link #useWatermark}; the kernel must have been given one. */
  protected final long watermarkMillis() {
    LongSupplier given = watermark;
    if (given == null) {
      throw new IllegalStateException("this kernel has not been given a watermark");
    }
    return given.getAsLong();
  }

  /** The clock of the app, epoch milliseconds; the kernel must have been given one. */
  protected final long nowMillis() {
    LongSupplier given = clock;
    if (given == null) {
      throw new IllegalStateException("this kernel has not been given a clock");
    }
    return given.getAsLong();
  }
}
