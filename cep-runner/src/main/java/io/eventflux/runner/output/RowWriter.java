package io.eventflux.runner.output;

import io.eventflux.core.column.ColumnBatch;
import java.io.IOException;

/** Takes the rows of the outputs of an app and writes them. One thread at a time. */
public interface RowWriter {
  /** Writes the rows at positions {@code [lo, hi)} of the output with number {@code output}. */
  void write(int output, ColumnBatch batch, int lo, int hi) throws IOException;

  /** Makes everything written so far visible to the reader. */
  void flush() throws IOException;
}
