package io.eventflux.extension.conformance;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.SinkContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The context of a sink of stream {@code Out} on the default file system. Immutable. */
public record StreamSinkContext(RowSchema schema, @Nullable Encoder encoder)
    implements SinkContext {
  @Override
  public String streamName() {
    return "Out";
  }

  @Override
  public Path resolve(String path) {
    return Path.of(path);
  }

  @Override
  public @Nullable String runId() {
    return null;
  }
}
