package io.eventflux.runner;

import io.eventflux.core.app.AppStatistics;
import io.eventflux.core.time.EngineClock;
import java.util.Locale;

/**
 * A line on standard error that rewrites itself while an app runs; nothing where it helps nobody.
 */
final class Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final double NANOS_PER_SECOND = 1e9;

  private final Console console;
  private final EngineClock clock;
  private final boolean isShown;
  private long lastRead;
  private long lastNanos;
  private boolean isOnLine;

  Progress(Console console, EngineClock clock, boolean isWanted) {
    this.console = console;
    this.clock = clock;
    // Rows and progress on one terminal would write over each other.
    this.isShown = isWanted && console.wantsProgress() && !console.outIsTerminal();
    this.lastNanos = clock.nanos();
  }

  /** Shows how far the app is. */
  synchronized void show(AppStatistics statistics) {
    if (!isShown) {
      return;
    }
    long now = clock.nanos();
    double seconds = Math.max(1, now - lastNanos) / NANOS_PER_SECOND;
    console
        .err()
        .printf(
            Locale.ROOT,
            "%s%,d events, %,d/s, %,d late, %,d errors",
            CLEAR_LINE,
            statistics.read(),
            Math.round((statistics.read() - lastRead) / seconds),
            statistics.lateTotal(),
            statistics.errors());
    console.err().flush();
    lastRead = statistics.read();
    lastNanos = now;
    isOnLine = true;
  }

  /** Removes the line, before something else is said. */
  synchronized void clear() {
    if (isOnLine) {
      console.err().print(CLEAR_LINE);
      console.err().flush();
      isOnLine = false;
    }
  }
}
