package io.eventflux.query.ast;

import io.eventflux.query.text.Span;

/**
 * {@code OUTPUT [ALL | FIRST | LAST] EVERY ..}, {@code OUTPUT SNAPSHOT EVERY ..}.
 *
 * @param mode which rows of a period are given
 * @param interval a duration, or a count of events
 * @param events true if the interval is a count of events
 * @param span where it stands
 */
public record OutputRate(Mode mode, Expression interval, boolean events, Span span)
    implements Node {
  /** Checks the interval. */
  public OutputRate {
    Require.durationOrCount(interval, events);
  }

  /** Which rows of a period are given. */
  public enum Mode {
    /** All of them, together. */
    ALL,
    /** The first. */
    FIRST,
    /** The last. */
    LAST,
    /** The state at the end of the period. */
    SNAPSHOT
  }
}
