package io.eventflux.core.app;

import io.eventflux.core.pipeline.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * One event that the app could not process. Immutable.
 *
 * @param app name of the app
 * @param kind what went wrong
 * @param place what could not process it: an operator, a source or a sink
 * @param stream the stream whose error rule held
 * @param origin where the event came from, as {@code trades.csv:17}; empty if that is not known
 * @param event the event as text, cut to {@link #EVENT_LENGTH_MAX} characters
 * @param reason one sentence for the user
 * @param handling what the engine did about it
 * @param level how much it matters, as {@code error.log-level} says; WARNING without, and for what
 *     stops the app
 * @param cause what was thrown, or null
 */
public record AppError(
    String app,
    FailureKind kind,
    String place,
    String stream,
    String origin,
    String event,
    String reason,
    Handling handling,
    System.Logger.Level level,
    @Nullable Throwable cause) {
  /** Longest event text that is kept. */
  public static final int EVENT_LENGTH_MAX = 256;

  /** What became of the event. */
  public enum Handling {
    /** Left out and counted. */
    DROPPED("event dropped"),
    /** Inserted into a dead-letter stream. */
    DEAD_LETTER("event kept"),
    /** Inserted into the fault stream of its stream. */
    FAULT_STREAM("event kept"),
    /** Nothing is lost: it is written again until that works, and the app waits meanwhile. */
    WAITING("waiting until it can"),
    /** The app was stopped because of it. */
    APP_FAILED("app stopped");

    private final String words;

    Handling(String words) {
      this.words = words;
    }

    /** What it is called in messages. */
    public String words() {
      return words;
    }

    /** Whether it is in a stream of the app, which says what is to be done about it. */
    public boolean isKept() {
      return this == DEAD_LETTER || this == FAULT_STREAM;
    }
  }

  /** Cuts the event text. */
  public AppError {
    if (event.length() > EVENT_LENGTH_MAX) {
      event = event.substring(0, EVENT_LENGTH_MAX - 1) + "…";
    }
  }
}
