package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;

/** Takes rows out of a pipeline: a subscriber or a sink. Called on the pipeline thread. */
@FunctionalInterface
public interface RowConsumer {
  /** Takes the rows at positions {@code [lo, hi)}, whole units; valid during the call only. */
  void onRows(ColumnBatch batch, int lo, int hi);
}
