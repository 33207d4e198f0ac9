package io.eventflux.runner;

import io.eventflux.core.app.AppError;
import io.eventflux.core.app.ErrorListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says which events an app could not process: the first ten of each kind and place, then ever
 * fewer. Any thread.
 */
final class ReportedErrors implements ErrorListener {
  private static final long SHOWN_MAX = 10;

  private final Messages messages;
  private final Runnable beforeMessage;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  /** A listener that calls {@code beforeMessage} before it says something. */
  ReportedErrors(Messages messages, Runnable beforeMessage) {
    this.messages = messages;
    this.beforeMessage = beforeMessage;
  }

  @Override
  public void onError(AppError error) {
    long count = counts.merge(error.place() + ' ' + error.kind(), 1L, Long::sum);
    if (error.handling().isKept() || !isShown(count)) {
      return;
    }
    String where = error.origin().isEmpty() ? error.place() : error.origin();
    beforeMessage.run();
    say(
        error.level(),
        where
            + ": "
            + error.reason()
            + (error.event().isEmpty() ? "" : "; event: " + printable(error.event()))
            + " ("
            + (error.handling() == AppError.Handling.DROPPED ? "dropped" : error.handling().words())
            + (count > SHOWN_MAX ? ", number " + count + " of its kind)" : ")"));
  }

  /**
   * Below a warning nothing is counted on being read: such lines are for who does not mind them.
   */
  private void say(System.Logger.Level level, String sentence) {
    switch (level) {
      case ALL, TRACE, DEBUG -> messages.detail(sentence);
      case INFO -> messages.note(sentence);
      case WARNING -> messages.warning(sentence);
      case ERROR, OFF -> messages.error(sentence);
    }
  }

  /** Nothing can be said any more when the memory is full. */
  @Override
  public void onFailure(String app, Throwable cause) {
    MemoryExit.endIfFull(cause);
  }

  @Override
  public void onPause(String app, String reason) {
    beforeMessage.run();
    messages.warning(
        "the disk is full; sources are not read until there is room. " + printable(reason));
  }

  @Override
  public void onResume(String app, long millis) {
    beforeMessage.run();
    messages.warning("there is room on the disk again; going on after " + millis + " ms");
  }

  private static boolean isShown(long count) {
    long rest = count;
    while (rest > SHOWN_MAX && rest % 10 == 0) {
      rest /= 10;
    }
    return count <= SHOWN_MAX || rest == 1 || rest == SHOWN_MAX;
  }

  /** Input is not ours: control characters never reach a terminal. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.stripTrailing()
        .codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
