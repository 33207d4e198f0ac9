package io.eventflux.core.connector;

import java.io.IOException;

/**
 * Brings rows from outside into a stream. One thread at a time calls it. A source that is asked for
 * rows overrides {@link #poll}; one that is called by others (in-memory topics, servers) hands rows
 * to {@link SourceContext#deliver} on its own and answers {@link Poll#IDLE}.
 */
public interface Source extends AutoCloseable {
  /** What a poll found. */
  enum Poll {
    /** Rows were delivered; call again soon. */
    MORE,
    /** Nothing now, but more may come. */
    IDLE,
    /** Nothing more will ever come. */
    END
  }

  /**
   * Opens what has to be opened and goes to the position of {@link #seek} if that was called.
   * Called once, before the first poll.
   */
  void open(SourceContext context) throws IOException;

  /**
   * Reads some rows, at most a few thousand, and delivers them through the context. Returns without
   * waiting longer than some milliseconds.
   */
  Poll poll() throws IOException;

  /**
   * A text from which reading can go on behind the last row delivered; empty if this source cannot
   * repeat rows. Stable across versions.
   */
  String position();

  /** Sets the position to start from, as given by {@link #position}; before {@link #open}. */
  void seek(String position);

  /**
   * Whether {@link #position} is a place to go on from, so that rows can be read again after a
   * crash. Before and after {@link #open}.
   */
  boolean isReplayable();

  /**
   * The output for everything in front of {@code position} is committed: a source that keeps rows
   * for a restart need not keep those. Checkpoint thread.
   */
  default void acknowledge(String position) throws IOException {}

  /** Stops reading and lets go of resources. May be called more than once. */
  @Override
  void close() throws IOException;
}
