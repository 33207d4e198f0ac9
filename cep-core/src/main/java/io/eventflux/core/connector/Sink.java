package io.eventflux.core.connector;

import io.eventflux.core.column.ColumnBatch;
import java.io.IOException;

/** Takes rows out of the engine. Pipeline thread only. */
public interface Sink extends AutoCloseable {
  /** Opens what has to be opened; once, before the first row. */
  void open(SinkContext context) throws IOException;

  /** Takes the rows at positions {@code [lo, hi)}; valid during the call only. May buffer. */
  void write(ColumnBatch batch, int lo, int hi) throws IOException;

  /** Makes everything written so far visible to readers of the target. */
  void flush() throws IOException;

  /** Flushes and closes. May be called more than once. */
  @Override
  void close() throws IOException;
}
