package io.eventflux.core.connector;

import io.eventflux.core.column.RowSchema;
import java.nio.file.FileSystem;
import org.jspecify.annotations.Nullable;

/** What the engine offers a sink. */
public interface SinkContext {
  /** Attributes of the stream that is drained. */
  RowSchema schema();

  /** The name of that stream. */
  String streamName();

  /** The encoder for the format of the stream, or null for pass-through. */
  @Nullable Encoder encoder();

  /** The file system to use for every path. */
  FileSystem fileSystem();
}
