package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * When a group window gives results: {@code EMIT ..}.
 *
 * @param mode the rule
 * @param duration for {@code EVERY} and {@code AFTER}; null otherwise
 * @param span where it stands
 */
public record Emit(Mode mode, @Nullable Expression duration, Span span) implements Node {
  /** Checks the duration. */
  public Emit {
    boolean isTimed = mode == Mode.EVERY || mode == Mode.AFTER;
    Require.that(isTimed == (duration != null), "a duration belongs to EVERY and AFTER");
    Require.duration(duration);
  }

  /** The rules. */
  public enum Mode {
    /** When the window closes: {@code ON CLOSE}, {@code FINAL}. */
    ON_CLOSE,
    /** Whenever a result changes: {@code ON UPDATE}, {@code CHANGES}. */
    ON_UPDATE,
    /** Every so often, and when the window closes. */
    EVERY,
    /** Once that long after the first row, and when the window closes. */
    AFTER
  }
}
