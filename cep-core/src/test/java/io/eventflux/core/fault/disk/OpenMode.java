package io.eventflux.core.fault.disk;

import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a file is opened.
 *
 * @param options as given
 */
record OpenMode(Set<StandardOpenOption> options) {
  /**
   * @throws UnsupportedOperationException for an option that a simulated disk does not know
   * @throws IllegalArgumentException if they contradict each other
   */
  static OpenMode of(Set<? extends OpenOption> given) {
    Set<StandardOpenOption> options = new TreeSet<>();
    for (OpenOption each : given) {
      if (!(each instanceof StandardOpenOption option)
          || option == StandardOpenOption.DELETE_ON_CLOSE) {
        throw new UnsupportedOperationException("a simulated disk does not know " + each);
      }
      options.add(option);
    }
    if (options.contains(StandardOpenOption.APPEND)
        && (options.contains(StandardOpenOption.READ)
            || options.contains(StandardOpenOption.TRUNCATE_EXISTING))) {
      throw new IllegalArgumentException("APPEND with READ or TRUNCATE_EXISTING");
    }
    return new OpenMode(options);
  }

  boolean appends() {
    return options.contains(StandardOpenOption.APPEND);
  }

  boolean writes() {
    return appends() || options.contains(StandardOpenOption.WRITE);
  }

  boolean reads() {
    return options.contains(StandardOpenOption.READ) || !writes();
  }

  boolean creates() {
    return writes() && (options.contains(StandardOpenOption.CREATE) || createsNew());
  }

  boolean createsNew() {
    return writes() && options.contains(StandardOpenOption.CREATE_NEW);
  }

  boolean truncates() {
    return writes() && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Whether every write is durable when it returns. */
  boolean forces() {
    return options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC);
  }

  /** For the log. */
  String text() {
    return options.toString();
  }
}
