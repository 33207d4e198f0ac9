package io.eventflux.compiler;

import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way into one stream of an app. Values are given in the order of the columns: Boolean,
 * Integer, Long, Float, Double, BigDecimal or String; numbers widen, times are epoch milliseconds
 * (or {@link java.time.Instant} for TIMESTAMP), null is NULL. Any thread; writers belong to one
 * thread each.
 *
 * <p>In an app that was not told otherwise, a call returns when all its effects are done.
 */
public final class EventInput {
  private final StreamInput stream;

  EventInput(StreamInput stream) {
    this.stream = stream;
  }

  /** The name of the stream. */
  public String streamName() {
    return stream.streamName();
  }

  /** The columns of the stream. */
  public RowSchema schema() {
    return stream.schema();
  }

  /**
   * Sends one event that happens now.
   *
   * @throws IllegalArgumentException if the values do not fit the columns
   */
  public void send(@Nullable Object... values) {
    try {
      stream.send(values);
    } catch (IllegalArgumentException e) {
      throw explained(e);
    }
  }

  /**
   * Sends one event of time {@code timestampMillis}, epoch milliseconds.
   *
   * @throws IllegalArgumentException if the values do not fit the columns
   */
  public void sendAt(long timestampMillis, @Nullable Object... values) {
    try {
      stream.sendAt(timestampMillis, values);
    } catch (IllegalArgumentException e) {
      throw explained(e);
    }
  }

  /**
   * Sends events of one time that belong together: batch windows and limits see them as one unit.
   *
   * @throws IllegalArgumentException if the values do not fit the columns
   */
  public void sendUnit(long timestampMillis, List<@Nullable Object[]> rows) {
    try {
      stream.sendUnit(timestampMillis, rows);
    } catch (IllegalArgumentException e) {
      throw explained(e);
    }
  }

  private IllegalArgumentException explained(IllegalArgumentException e) {
    return new IllegalArgumentException(
        e.getMessage() + "; columns: " + ColumnsText.of(stream.schema()), e);
  }

  /**
   * Events sent into one stream count 1, 2, 3, ..., over all runs that go on from one another; this
   * is the number of the last one that the newest durable checkpoint covers, 0 if there is none.
   * After a start a caller that sends again everything behind it loses nothing and repeats nothing.
   * Each row of a unit counts; what listeners send does not.
   */
  public long lastDurableSequence() {
    return stream.lastDurableSequence();
  }

  /** A writer that sends events without boxing, one at a time. */
  public RowWriter writer() {
    return new RowWriter(stream);
  }

  /** A writer that sends up to {@code capacity} events at a time, filled column by column. */
  public BulkWriter bulkWriter(int capacity) {
    return new BulkWriter(stream, capacity);
  }
}
