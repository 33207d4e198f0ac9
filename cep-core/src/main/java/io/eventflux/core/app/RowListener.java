package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;

/**
 * Sees the rows of a stream or query, in the order in which they come about. Called by the thread
 * that processes them, which is that of the caller of {@code send} if callers drive the app; must
 * not block for long. It may send events: they are put behind what is running. If it throws, the
 * error is reported as every other and the app goes on; an {@link AppFailedException} ends the app.
 */
@FunctionalInterface
public interface RowListener {
  /**
   * Takes the rows at positions {@code [lo, hi)}, whole units; valid during the call only. For
   * queries the kinds of rows are kept, for streams all are CURRENT.
   */
  void onRows(ColumnBatch batch, int lo, int hi);

  /**
   * A checkpoint is about to cover all rows shown so far: once it is stored they are not shown
   * again, even after a crash. A listener that holds rows back lets go of them now. Called between
   * two ranges, on any thread, and for each subscription; a listener that throws makes the app
   * fail, and the checkpoint does not come about.
   */
  default void beforeCheckpoint() {}
}
