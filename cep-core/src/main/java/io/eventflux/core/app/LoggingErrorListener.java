package io.eventflux.core.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes errors to the log, repeated ones ever more seldom. Any thread. */
final class LoggingErrorListener implements ErrorListener {
  private static final int WRITTEN_COUNT = 10;

  private final System.Logger logger = System.getLogger("io.eventflux");
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  @Override
  public void onError(AppError error) {
    long count = counts.merge(error.place() + ' ' + error.kind(), 1L, Long::sum);
    if (!isWritten(count) || error.handling().isKept()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append("app=").append(error.app());
    text.append(" place=").append(error.place());
    text.append(" stream=").append(error.stream());
    if (!error.origin().isEmpty()) {
      text.append(" origin=").append(error.origin());
    }
    text.append(": ").append(error.reason()).append(" (");
    text.append(error.handling().words());
    if (count > 1) {
      text.append(", count=").append(count);
    }
    text.append(") event=").append(escaped(error.event()));
    logger.log(error.level(), text.toString());
  }

  @Override
  public void onFailure(String app, Throwable cause) {
    logger.log(System.Logger.Level.ERROR, "app=" + app + " has failed", cause);
  }

  @Override
  public void onRecovery(String app, Recovery recovery) {
    if (!recovery.damaged().isEmpty()) {
      logger.log(System.Logger.Level.WARNING, "app=" + app + " " + recovery);
    }
  }

  @Override
  public void onPause(String app, String reason) {
    logger.log(
        System.Logger.Level.WARNING,
        "app=" + app + " waits, because the disk is full, and reads no sources: " + reason);
  }

  @Override
  public void onResume(String app, long millis) {
    logger.log(System.Logger.Level.INFO, "app=" + app + " goes on: waitedForDiskMillis=" + millis);
  }

  private static boolean isWritten(long count) {
    if (count <= WRITTEN_COUNT) {
      return true;
    }
    long rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }

  /** Control characters never reach a terminal. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
