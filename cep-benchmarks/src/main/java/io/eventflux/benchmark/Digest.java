package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;

/**
 * A 64-bit digest of rows: of every value, NULL or not, of every timestamp, and of their order. Too
 * slow for timed runs; for the check before them. One thread.
 */
final class Digest implements RowListener {
  private static final long NULL_BITS = 0x6E75_6C6CL;

  private long rowCount;
  private long hash = 1;

  @Override
  public void onRows(ColumnBatch batch, int lo, int hi) {
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      for (Column column : batch.columns()) {
        mix(column.nulls()[row] ? NULL_BITS : Tally.bits(column, row));
      }
      mix(batch.timestamps()[row]);
    }
    rowCount += hi - lo;
  }

  /** One step of a multiplicative hash; the shift brings high bits down, where doubles differ. */
  private void mix(long bits) {
    long mixed = (hash ^ bits) * 0x9E37_79B9_7F4A_7C15L;
    hash = mixed ^ (mixed >>> 29);
  }

  /** Rows seen so far. */
  long rowCount() {
    return rowCount;
  }

  @Override
  public String toString() {
    return rowCount + " rows, digest " + Long.toHexString(hash);
  }
}
