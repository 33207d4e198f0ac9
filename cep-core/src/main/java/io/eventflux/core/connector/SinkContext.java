package io.eventflux.core.connector;

import io.eventflux.core.column.RowSchema;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the engine offers a sink. */
public interface SinkContext {
  /** Attributes of the stream that is drained. */
  RowSchema schema();

  /** The name of that stream. */
  String streamName();

  /** The encoder for the format of the stream, or null for pass-through. */
  @Nullable Encoder encoder();

  /**
   * The file that {@code path} names: a relative path counts from the folder of the app. The only
   * way to come to a file, so that a whole run can be put on another file system.
   */
  Path resolve(String path);

  /**
   * The name of the state that checkpoints of the app go to, or null if it takes none. An {@link
   * EpochSink} that is given one leaves its target alone until {@link EpochSink#recover}.
   */
  @Nullable String runId();
}
