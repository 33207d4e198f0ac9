package io.eventflux.query.catalog;

import io.eventflux.query.text.SizeText;
import java.util.function.Predicate;

/**
 * What the value of one option must be, beyond its kind. Knows nothing of the world outside:
 * whether a file is there is found out at the start. Immutable.
 *
 * @param allowed what can stand there, as in "takes a whole number from 1 to 9"
 * @param test true for a value of the kind of the option that can be used; pure, any thread
 */
public record OptionRule(String allowed, Predicate<String> test) {
  /** A whole number from {@code min} to {@code max}, both included. */
  public static OptionRule number(long min, long max) {
    return new OptionRule(
        "a whole number from " + min + " to " + max,
        value -> isBetween(Long.parseLong(value.trim()), min, max));
  }

  /** A whole number that is {@code min} or more. */
  public static OptionRule atLeast(long min) {
    return new OptionRule(
        "a whole number of at least " + min, value -> Long.parseLong(value.trim()) >= min);
  }

  /**
   * A size in a range, both ends included.
   *
   * @param range the two ends as the user reads them, as {@code from 1B to 1GiB}
   */
  public static OptionRule size(long minBytes, long maxBytes, String range) {
    return new OptionRule(
        "a size " + range,
        value -> isBetween(SizeText.bytes(value).orElse(Long.MIN_VALUE), minBytes, maxBytes));
  }

  /**
   * A text that is not blank.
   *
   * @param what what it names, with its article
   */
  public static OptionRule notBlank(String what) {
    return new OptionRule(what, value -> !value.isBlank());
  }

  private static boolean isBetween(long value, long min, long max) {
    return value >= min && value <= max;
  }
}
