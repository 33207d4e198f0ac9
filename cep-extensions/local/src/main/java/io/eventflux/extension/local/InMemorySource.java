package io.eventflux.extension.local;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.OriginalBytes;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.function.HostValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a stream with the messages of a topic, on the thread that publishes them. A message that
 * does not fit is set aside as a whole.
 */
final class InMemorySource implements Source {

  private final String topic;
  private final Object delivering = new Object();
  private @Nullable SourceContext context;
  private InMemoryTopics.@Nullable Subscription subscription;
  private @Nullable ColumnBatch batch;
  private volatile boolean isClosed;

  InMemorySource(String topic) {
    this.topic = topic;
  }

  @Override
  public void open(SourceContext newContext) {
    context = newContext;
    batch = new ColumnBatch(newContext.schema(), 16);
    subscription = InMemoryTopics.subscribe(topic, this::onMessage);
  }

  private void onMessage(@Nullable Long timestampMillis, List<@Nullable Object[]> rows) {
    synchronized (delivering) {
      SourceContext target = context;
      ColumnBatch out = batch;
      if (isClosed || target == null || out == null) {
        return;
      }
      int rowCount;
      try {
        Decoder decoder = target.decoder();
        rowCount =
            decoder == null ? takeRows(target.schema(), rows, out) : decodeRows(decoder, rows, out);
      } catch (DecodeException refused) {
        target.reject(
            new RejectedEvent(
                "inMemory:" + topic,
                "",
                String.valueOf(refused.getMessage()),
                OriginalBytes.of(payload(rows))));
        return;
      }
      if (rowCount > 0) {
        long time = timestampMillis == null ? target.clock().millis() : timestampMillis;
        Arrays.fill(out.timestamps(), 0, rowCount, time);
        out.units(rowCount > 1 ? new int[out.capacity()] : null);
        target.deliver(out, rowCount, sizeBytes(rows));
      }
    }
  }

  private static int takeRows(RowSchema schema, List<@Nullable Object[]> rows, ColumnBatch out)
      throws DecodeException {
    out.ensureCapacity(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      @Nullable Object[] values = rows.get(row);
      if (values.length != schema.size()) {
        throw new DecodeException(
            "a row has "
                + values.length
                + " values, but the stream has "
                + schema.size()
                + (schema.size() == 1 ? " column" : " columns"));
      }
      for (int c = 0; c < values.length; c++) {
        Field field = schema.field(c);
        try {
          out.column(c).setBoxed(row, HostValues.of(field.type(), values[c]));
        } catch (IllegalArgumentException misfit) {
          throw new DecodeException("column '" + field.name() + "': " + misfit.getMessage());
        }
      }
    }
    return rows.size();
  }

  private static int decodeRows(Decoder decoder, List<@Nullable Object[]> rows, ColumnBatch out)
      throws DecodeException {
    int rowCount = 0;
    for (@Nullable Object[] values : rows) {
      byte[] event = values.length == 1 ? bytes(values[0]) : null;
      if (event == null) {
        throw new DecodeException("a stream with a format takes one text or byte array a message");
      }
      int from = 0;
      while (from < event.length) {
        int end = decoder.recordEnd(event, from, event.length, true);
        out.ensureCapacity(rowCount + 1);
        rowCount += decoder.decode(event, from, end, out, rowCount);
        from = end;
      }
    }
    return rowCount;
  }

  /** About how many bytes a message has: its texts and byte arrays, and a little for the rest. */
  private static long sizeBytes(List<@Nullable Object[]> rows) {
    long sizeBytes = 0;
    for (@Nullable Object[] values : rows) {
      for (Object value : values) {
        if (value instanceof String text) {
          sizeBytes += text.length();
        } else if (value instanceof byte[] raw) {
          sizeBytes += raw.length;
        } else {
          sizeBytes += Long.BYTES;
        }
      }
    }
    return sizeBytes;
  }

  private static byte @Nullable [] bytes(@Nullable Object value) {
    return value instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : value instanceof byte[] raw ? raw : null;
  }

  private static byte[] payload(List<@Nullable Object[]> rows) {
    if (rows.size() == 1 && rows.get(0).length == 1) {
      byte[] event = bytes(rows.get(0)[0]);
      if (event != null) {
        return event;
      }
    }
    return rows.stream().map(Arrays::toString).toList().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Poll poll() {
    return isClosed ? Poll.END : Poll.IDLE;
  }

  @Override
  public boolean isReplayable() {
    return false;
  }

  @Override
  public String position() {
    return "";
  }

  @Override
  public void seek(String position) {
    // Messages are not kept, so there is nothing to go back to.
  }

  @Override
  public void close() {
    isClosed = true;
    InMemoryTopics.Subscription current = subscription;
    subscription = null;
    if (current != null) {
      current.close();
    }
  }
}
