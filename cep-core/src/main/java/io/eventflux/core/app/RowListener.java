package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;

/** Sees the rows of a stream or query. Called on the pipeline thread; must not block for long. */
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
