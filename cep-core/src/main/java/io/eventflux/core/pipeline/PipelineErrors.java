package io.eventflux.core.pipeline;

import org.jspecify.annotations.Nullable;

/** Where a pipeline reports events that it could not process. Pipeline thread only. */
public interface PipelineErrors {
  /**
   * Takes note of one failed event. The pipeline goes on with the next one, unless this method
   * throws: then the pipeline ends with that exception.
   *
   * @param kind what went wrong
   * @param place the operator that could not process it
   * @param stream the stream that the operator reads, and whose error rule holds
   * @param row the row, which the method must not keep
   * @param reason one sentence for the user
   * @param cause what was thrown, or null
   */
  void failed(
      FailureKind kind,
      String place,
      String stream,
      FailedRow row,
      String reason,
      @Nullable Throwable cause);
}
