package io.eventflux.core.connector;

import java.io.IOException;

/**
 * A step that needs room on a disk, and can be taken again after it failed because there was none.
 */
@FunctionalInterface
public interface DiskStep {
  /** Takes the step. */
  void run() throws IOException;
}
