package io.eventflux.core.app;

import io.eventflux.core.connector.DiskStep;
import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.time.VirtualClock;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Waits while a disk is full. Whoever needs room there waits in the middle of its work, so nothing
 * is lost and nothing is written twice; sources are not read meanwhile, and the app says that it is
 * degraded. Any thread.
 */
final class DiskPause {
  /** Time between two tries. */
  private static final long RETRY_MILLIS = 5_000;

  private final AppRuntime app;
  private final Object monitor = new Object();
  private int waiterCount;
  private long beganNanos;
  private volatile boolean isOn;

  DiskPause(AppRuntime app) {
    this.app = app;
  }

  /** Whether somebody waits for room. */
  boolean isOn() {
    return isOn;
  }

  /**
   * Takes a step until there is room for it; see {@link
   * io.eventflux.core.connector.SinkContext#whileDiskIsFull}.
   *
   * @param who what people know the owner of the step by
   */
  void whileFull(String who, DiskStep step) throws IOException {
    boolean isWaiting = false;
    boolean isDone = false;
    try {
      while (!isDone) {
        try {
          step.run();
          isDone = true;
        } catch (IOException e) {
          if (!DurableFiles.isDiskFull(e) || !waits()) {
            throw e;
          }
          if (!isWaiting) {
            isWaiting = true;
            begin(who, e);
          }
          if (!app.life().waitMillis(RETRY_MILLIS)) {
            throw e;
          }
        }
      }
    } finally {
      if (isWaiting) {
        end(isDone);
      }
    }
  }

  /** While virtual time stands still nobody can make room. */
  private boolean waits() {
    return app.options().onDiskFull() == RuntimeOptions.OnDiskFull.WAIT
        && !(app.options().clock() instanceof VirtualClock);
  }

  private void begin(String who, IOException failure) {
    synchronized (monitor) {
      if (++waiterCount > 1) {
        return;
      }
      isOn = true;
      beganNanos = app.clockNanos();
    }
    app.options().errorListener().onPause(app.name(), who + ": " + failure.getMessage());
  }

  private void end(boolean isDone) {
    long tookNanos;
    synchronized (monitor) {
      if (--waiterCount > 0) {
        return;
      }
      isOn = false;
      tookNanos = app.clockNanos() - beganNanos;
    }
    if (isDone) {
      app.options().errorListener().onResume(app.name(), TimeUnit.NANOSECONDS.toMillis(tookNanos));
    }
  }
}
