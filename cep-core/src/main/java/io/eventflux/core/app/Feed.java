package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.junction.Publisher;
import io.eventflux.core.pipeline.Pipeline;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way into one stream for one source or caller. Threads that use it one after another hold its
 * monitor, so that their units do not mix.
 */
final class Feed {
  private final Pipeline pipeline;
  private final LatencyMeter latency;
  private final Publisher publisher;
  private final String streamName;
  private final int stream;
  private final RowSchema schema;
  private final AtomicLong rowCount = new AtomicLong();
  private final AtomicLong sentCount = new AtomicLong();

  /**
   * A new way into the stream called {@code streamName} of {@code pipeline}, which takes rows from
   * outside.
   *
   * @param latency measures the rows of the pipeline
   */
  Feed(Pipeline pipeline, LatencyMeter latency, String streamName) {
    this.pipeline = pipeline;
    this.latency = latency;
    this.publisher = pipeline.junction().newPublisher();
    this.streamName = streamName;
    this.stream = pipeline.streamNumber(streamName);
    RowSchema known = pipeline.schema(streamName);
    if (known == null || stream < 0) {
      throw new IllegalArgumentException(
          "stream '" + streamName + "' takes no events from outside");
    }
    this.schema = known;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  LatencyMeter latency() {
    return latency;
  }

  Publisher publisher() {
    return publisher;
  }

  String streamName() {
    return streamName;
  }

  /** The number of the stream in the ring. */
  int stream() {
    return stream;
  }

  RowSchema schema() {
    return schema;
  }

  /** Rows that came this way. */
  AtomicLong rowCount() {
    return rowCount;
  }

  /**
   * How many rows callers have handed over this way, in all runs that this one goes on from. A row
   * is counted when it is in the ring or done, while no checkpoint can be cut.
   */
  AtomicLong sentCount() {
    return sentCount;
  }

  /** A batch of its own with the rows at positions {@code [lo, hi)}, units kept. */
  ColumnBatch copy(ColumnBatch batch, int lo, int hi) {
    ColumnBatch copy = new ColumnBatch(schema, hi - lo);
    copy.copyRange(batch, lo, hi, 0);
    int[] units = batch.units();
    if (units != null) {
      int[] copied = new int[hi - lo];
      for (int k = lo; k < hi; k++) {
        copied[k - lo] = units[batch.row(k)];
      }
      copy.units(copied);
    }
    return copy;
  }
}
