package io.eventflux.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Looks for a row of a table that goes with one row of a kernel, as {@code x IN T} asks (language
 * 2.6). The kernel sets all arguments, then asks; the table is looked at as it is at that moment.
 * Pipeline thread only.
 */
public interface TableTest {
  /** Sets argument {@code index}, a BOOL; {@code value} counts if it is not null. */
  void set(int index, boolean isNull, boolean value);

  /** Sets argument {@code index}, an INT. */
  void set(int index, boolean isNull, int value);

  /** Sets argument {@code index}, kept as {@code long}: LONG and the times. */
  void set(int index, boolean isNull, long value);

  /** Sets argument {@code index}, a FLOAT. */
  void set(int index, boolean isNull, float value);

  /** Sets argument {@code index}, a DOUBLE. */
  void set(int index, boolean isNull, double value);

  /** Sets argument {@code index}, kept as an object; null is NULL. */
  void set(int index, @Nullable Object value);

  /**
   * Whether the condition is TRUE for some row of the table.
   *
   * @throws TableTestFailure if a function failed
   */
  boolean isAny();
}
