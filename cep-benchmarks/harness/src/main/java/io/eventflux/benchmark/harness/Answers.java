package io.eventflux.benchmark.harness;

/**
 * Takes the rows that a contestant gives, value by value in the order of {@link Question}. Values
 * that only one contestant gives (the start of a window) are left out. One thread.
 */
public interface Answers {
  /** The next value of the row is a text. */
  void text(String value);

  /** The next value of the row is a whole number. */
  void number(long value);

  /** The next value of the row is a floating-point number. */
  void number(double value);

  /** The row has no more values. */
  void endRow();
}
