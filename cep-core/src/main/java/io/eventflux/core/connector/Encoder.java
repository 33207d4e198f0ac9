package io.eventflux.core.connector;

import io.eventflux.core.column.ColumnBatch;
import java.io.IOException;
import java.io.OutputStream;

/** Turns rows into bytes. One instance a sink; one thread. */
public interface Encoder {
  /**
   * Writes what stands in front of the first row of an empty target, as a header line; may be
   * nothing.
   */
  void encodeStart(OutputStream out) throws IOException;

  /** Writes the rows at positions {@code [lo, hi)}, each with its terminator. */
  void encode(ColumnBatch batch, int lo, int hi, OutputStream out) throws IOException;
}
