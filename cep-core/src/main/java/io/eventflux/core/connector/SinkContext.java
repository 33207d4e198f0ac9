package io.eventflux.core.connector;

import io.eventflux.core.column.RowSchema;
import java.io.IOException;
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

  /**
   * Takes a step, and takes it again and again while it fails because the disk is full. Meanwhile
   * no source is read, and whoever watches the app is told. Any thread of the sink; the caller may
   * be kept waiting for as long as the disk is full.
   *
   * @throws IOException what the step threw for another reason, or because the app is to stop, or
   *     is not to wait for disks
   */
  default void whileDiskIsFull(DiskStep step) throws IOException {
    step.run();
  }
}
