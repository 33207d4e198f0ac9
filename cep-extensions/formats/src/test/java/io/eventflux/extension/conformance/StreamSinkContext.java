package io.eventflux.extension.conformance;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.SinkContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The context of a sink of stream {@code Out} on the default file system. Immutable.
 *
 * @param runId null: the app takes no checkpoints
 */
public record StreamSinkContext(RowSchema schema, @Nullable Encoder encoder, @Nullable String runId)
    implements SinkContext {
  /** The context in an app without checkpoints. */
  public StreamSinkContext(RowSchema schema, @Nullable Encoder encoder) {
    this(schema, encoder, null);
  }

  @Override
  public String streamName() {
    return "Out";
  }

  @Override
  public Path resolve(String path) {
    return Path.of(path);
  }
}
