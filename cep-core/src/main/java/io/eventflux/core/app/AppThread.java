package io.eventflux.core.app;

/** A thread that an app has started for itself: nobody waits for what it throws. */
final class AppThread extends Thread {
  private final AppRuntime app;

  /** A daemon thread called {@code eventflux-APP-role}; not started. */
  AppThread(AppRuntime app, Runnable task, String role) {
    super(task, "eventflux-" + app.name() + "-" + role);
    this.app = app;
    setDaemon(true);
  }

  /** Whether the calling thread is one of {@code app}. */
  static boolean isOf(AppRuntime app) {
    return Thread.currentThread() instanceof AppThread thread && thread.app == app;
  }
}
