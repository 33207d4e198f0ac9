package io.eventflux.query.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node must hold so that a text can say it. A node that no text can say would be printed as
 * a text that is broken, or as one that means something else.
 */
final class Require {
  private Require() {}

  static void that(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** An immutable copy of a list that is not empty. */
  static <T> List<T> some(List<T> list, String rule) {
    return several(1, list, rule);
  }

  /** An immutable copy of a list that has at least so many elements. */
  static <T> List<T> several(int min, List<T> list, String rule) {
    that(list.size() >= min, rule);
    return List.copyOf(list);
  }

  /** An identifier: back-ticks take everything but line breaks. */
  static void identifier(String text) {
    that(!text.isEmpty(), "a name has at least one character");
    line(text);
  }

  /** What back-ticks take. */
  static void line(String text) {
    that(!hasLineBreak(text), "a name has no line breaks");
  }

  /** A text constant: the form for several lines has no way to write its own end. */
  static void text(String value) {
    that(
        !hasLineBreak(value) || !(value.contains("\"\"\"") || value.endsWith("\"")),
        "a text of several lines cannot hold three double quotes or end with one");
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  /** Where the language wants a duration, it takes no other expressions. */
  static void duration(@Nullable Expression value) {
    boolean isDuration =
        value == null
            || value instanceof Literal.DurationLiteral
            || (value instanceof Literal.IntLiteral number && number.value() >= 0)
            || (value instanceof Literal.LongLiteral large && large.value() > Integer.MAX_VALUE);
    that(isDuration, "expected: a duration, or a number of milliseconds that is not negative");
  }

  /** A duration, or a count of events. */
  static void durationOrCount(Expression value, boolean isCount) {
    if (isCount) {
      that(
          value instanceof Literal.IntLiteral count && count.value() >= 0,
          "expected: a number of events that is not negative");
    } else {
      duration(value);
    }
  }

  /** How often something may occur. */
  static void count(int min, @Nullable Integer max) {
    that(min >= 0, "a count is not negative");
    that(max == null || (max >= min && max > 0), "the upper end of a count is below its lower end");
  }
}
