package io.eventflux.core.app;

import io.eventflux.core.junction.JunctionClosedException;
import io.eventflux.core.pipeline.Pipeline;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What made an app fail, and whether a caller knows. The first failure is the one that counts. Any
 * thread.
 */
final class AppFailure {
  private final AppRuntime app;
  private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
  private volatile boolean isTold;

  AppFailure(AppRuntime app) {
    this.app = app;
  }

  /** What made the app fail; null if it has not. */
  @Nullable Throwable cause() {
    return cause.get();
  }

  /** Whether the failure has been thrown to a thread that is not one of the app's own. */
  boolean isTold() {
    return isTold;
  }

  /** See {@link AppRuntime#guarded}. */
  <T extends @Nullable Object> T guarded(Supplier<T> action) {
    try {
      return action.get();
    } catch (Throwable e) {
      throw failedBy(e);
    }
  }

  /** See {@link AppRuntime#failedBy}. */
  RuntimeException failedBy(Throwable thrown) {
    if (thrown instanceof JunctionClosedException closed) {
      throwIfFailed();
      return closed;
    }
    return fail(thrown);
  }

  /** See {@link AppRuntime#fail}. */
  AppFailedException fail(Throwable thrown) {
    if (thrown instanceof JunctionClosedException
        && (cause.get() != null || app.life().isStopped())) {
      return toThrow(thrown);
    }
    note(thrown);
    Throwable first = cause.get();
    return toThrow(first == null ? thrown : first);
  }

  /** Makes the app fail because of {@code thrown} for a caller who does not throw it. */
  void note(Throwable thrown) {
    if (cause.compareAndSet(null, thrown)) {
      try {
        for (Pipeline pipeline : app.pipelines()) {
          pipeline.junction().close();
        }
      } finally {
        // Told even if there is no memory left to close anything.
        app.options().errorListener().onFailure(app.name(), thrown);
      }
    }
  }

  /** Throws what made the app fail, if it has failed. */
  void throwIfFailed() {
    Throwable known = cause.get();
    if (known != null) {
      throw toThrow(known);
    }
  }

  private AppFailedException toThrow(Throwable known) {
    isTold |= !AppThread.isOf(app);
    return known instanceof AppFailedException failed
        ? failed
        : new AppFailedException("app '" + app.name() + "' has failed: " + known, known);
  }
}
