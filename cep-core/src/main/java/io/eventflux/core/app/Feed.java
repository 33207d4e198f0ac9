package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.column.ValueSizes;
import io.eventflux.core.junction.JunctionClosedException;
import io.eventflux.core.junction.Publisher;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.pipeline.Pipeline;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
  private final Counter sentCount = new Counter();
  private final ValueSizes sizes;

  /** Null: bytes of this way are counted elsewhere, or not at all. */
  private @Nullable BytesInFlight inFlight;

  private long markBytes;

  // Rows that were published since the last mark; under the monitor.
  private long unmarkedBytes;
  private int unmarkedRows;

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
    this.sizes = ValueSizes.of(known);
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

  /** Rows that came this way. Any thread. */
  long rowCount() {
    return rowCount.getAcquire();
  }

  /** Counts rows that come this way; any thread. */
  void countRows(int count) {
    rowCount.addAndGet(count);
  }

  /** As {@link #countRows}, for a thread that keeps all others away from this feed. */
  void countRowsAlone(int count) {
    rowCount.setRelease(rowCount.getPlain() + count);
  }

  /**
   * How many rows callers have handed over this way, in all runs that this one goes on from. A row
   * is counted when it is in the ring or done, while no checkpoint can be cut, by one thread at a
   * time.
   */
  Counter sentCount() {
    return sentCount;
  }

  /** The bytes of texts, binary values and collections in the rows {@code [lo, hi)}. */
  long sizeBytes(ColumnBatch batch, int lo, int hi) {
    return sizes.sizeBytes(batch, lo, hi);
  }

  /**
   * Lets no more bytes be on their way than {@code limitBytes}, and a 64th; before the first row.
   */
  void boundBytes(long limitBytes) {
    if (sizes.isAnyVariable()) {
      inFlight = new BytesInFlight(limitBytes);
      markBytes = limitBytes / 64;
    }
  }

  /** The bytes on their way now, if they are bounded; those since the last mark are left out. */
  long inFlightBytes() {
    BytesInFlight bound = inFlight;
    return bound == null ? 0 : bound.sizeBytes();
  }

  /**
   * Publishes rows once there is room for them in the ring, and for their bytes. The caller holds
   * the monitor, and drives no pipeline. Bytes are collected, so that small rows need no mark each.
   *
   * @throws JunctionClosedException if the junction is closed before all rows are in it
   */
  void publish(ColumnBatch batch, int lo, int hi) {
    BytesInFlight bound = inFlight;
    if (bound == null) {
      publisher.publish(stream, batch, lo, hi);
      return;
    }
    unmarkedBytes += sizes.sizeBytes(batch, lo, hi);
    unmarkedRows += hi - lo;
    if (unmarkedBytes < markBytes) {
      publisher.publish(stream, batch, lo, hi);
      return;
    }
    long sizeBytes = unmarkedBytes;
    bound.enter(pipeline.junction(), unmarkedRows, sizeBytes);
    unmarkedBytes = 0;
    unmarkedRows = 0;
    publisher.publish(stream, batch, lo, hi);
    bound.handedOver(pipeline.junction(), sizeBytes);
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
