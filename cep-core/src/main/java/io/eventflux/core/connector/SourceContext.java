package io.eventflux.core.connector;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.time.EngineClock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the engine offers a source, from {@link Source#open} to {@link Source#close}. The thread
 * that calls the source may use it; a source that is called by others may {@link #deliver} and
 * {@link #reject} from their threads, one call at a time.
 */
public interface SourceContext {
  /** Attributes of the stream that is fed. */
  RowSchema schema();

  /** The decoder for the format of the stream, or null for pass-through. */
  @Nullable Decoder decoder();

  /**
   * The file that {@code path} names: a relative path counts from the folder of the app. The only
   * way to come to a file, so that a whole run can be put on another file system.
   */
  Path resolve(String path);

  /** The clock to stamp rows with that carry no time of their own. */
  EngineClock clock();

  /**
   * Hands rows {@code [0, rowCount)} of {@code batch} to the stream; waits while the engine is
   * busy. The batch can be reused after the call. Rows need timestamps; a stream with an event-time
   * attribute overwrites them. Units: as the batch says.
   *
   * @param sizeBytes how many bytes the rows were made from, or about as many as they take: so that
   *     large rows wait before they fill the memory
   * @throws RuntimeException if the app has failed or is being stopped: the source lets it through
   */
  void deliver(ColumnBatch batch, int rowCount, long sizeBytes);

  /** Sets aside one event that could not be turned into a row, by the error rule of the stream. */
  void reject(RejectedEvent event);
}
