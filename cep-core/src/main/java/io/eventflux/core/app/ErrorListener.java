package io.eventflux.core.app;

/**
 * Is told of every event that an app could not process, and of the end of an app that failed.
 * Called by the thread that met the error; must not block for long.
 */
public interface ErrorListener {
  /** One event could not be processed. */
  void onError(AppError error);

  /** The app has failed and takes no more events. Called once at most. */
  default void onFailure(String app, Throwable cause) {}

  /**
   * The app has found its state and is about to take rows. Worth a look if {@link
   * Recovery#damaged()} is not empty. Only for apps with checkpoints, once at most.
   */
  default void onRecovery(String app, Recovery recovery) {}

  /**
   * The disk is full: no source is read any more, and what could not be written is tried again
   * until there is room. Once for each pause.
   *
   * @param reason what could not be written, and why, in a sentence
   */
  default void onPause(String app, String reason) {}

  /** There is room again, after {@code millis} milliseconds, and the app goes on. */
  default void onResume(String app, long millis) {}

  /**
   * A listener that writes warnings to the {@link System.Logger} called {@code io.eventflux}. Of
   * the errors of one kind at one place it writes the first ten, and then every one that makes the
   * count a power of ten.
   */
  static ErrorListener logging() {
    return new LoggingErrorListener();
  }
}
