package io.eventflux.core.operator;

import io.eventflux.core.column.ColumnBatch;

/**
 * Where an operator hands its rows: a direct call of the next operator, never a queue. Pipeline
 * thread only.
 */
public interface Output {
  /**
   * Hands on the rows at positions {@code [lo, hi)}: whole units. An empty range is ignored. The
   * batch may be changed by its owner after the call.
   */
  void emit(ColumnBatch batch, int lo, int hi);

  /**
   * Tells that rows with a timestamp below {@code watermarkMillis} are no longer to be expected.
   */
  void watermark(long watermarkMillis);
}
