package io.eventflux.core.connector;

import java.io.IOException;

/**
 * The rows that a sink was given in one epoch. Checkpoint thread only, in the order of the methods.
 */
public interface SinkEpoch {
  /**
   * Makes the rows durable, not visible.
   *
   * @throws IOException if that failed; the engine then stops the app, and the next start makes the
   *     rows again
   */
  void prepare() throws IOException;

  /** What {@link EpochSink#recover} needs to know about this epoch; small. */
  byte[] state();

  /**
   * Makes the rows visible; the checkpoint with {@link #state} is durable. An epoch that is
   * committed already stays as it is.
   *
   * @throws IOException if that failed; the engine then stops the app, and the next start finds the
   *     epoch stored and commits it
   */
  void commit() throws IOException;
}
