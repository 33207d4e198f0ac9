package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;

/**
 * Moves rows through the pipelines of an app: the part of a runtime that differs between threads
 * and no threads. Methods may be called by any thread.
 */
abstract sealed class Driver permits CallerDriver, ThreadedDriver {
  /**
   * Whether the calling thread is processing rows of this app: a listener, a sink, a dead letter.
   */
  abstract boolean isInside();

  /** Pipelines begin to run; sources are open. */
  abstract void start();

  /**
   * Hands the rows at positions {@code [lo, hi)} to a stream. From inside: copies them and puts
   * them behind what is running.
   */
  abstract void submit(Feed feed, ColumnBatch batch, int lo, int hi);

  /**
   * Hands a unit of its own to a stream, right behind the row being processed where that is
   * possible. The batch is given away.
   */
  abstract void submitDeadLetter(Feed feed, ColumnBatch batch, int rowCount);

  /** Moves the clock of all pipelines. Not from inside. */
  abstract void tick(long millis);

  /** Polls sources until all have ended, a stop is requested, or the app fails. */
  abstract void runSources();

  /** Says that nothing more comes this way. */
  abstract void end(Feed feed);

  /** Runs {@code action} while all rows are processed and nothing moves. Not from inside. */
  abstract void exclusively(Runnable action);

  /** Makes {@link #runSources} return soon. */
  abstract void requestStop();

  /**
   * Ends sources, drains, and ends all threads; {@code drains} false: rows in flight are given up.
   */
  abstract void stop(boolean drains);
}
