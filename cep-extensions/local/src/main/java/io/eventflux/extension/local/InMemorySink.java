package io.eventflux.extension.local;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.RowTemplate;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes each row as a message of a topic: its values, or its text in the format of the stream.
 */
final class InMemorySink implements Sink {
  private final String topic;
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
  private @Nullable SinkContext context;
  private @Nullable RowTemplate topics;

  /** A sink for the topic that {@code topic}, a template, names for each row. */
  InMemorySink(String topic) {
    this.topic = topic;
  }

  @Override
  public void open(SinkContext newContext) {
    context = newContext;
    topics = new RowTemplate(topic, newContext.schema());
  }

  @Override
  public void write(ColumnBatch batch, int lo, int hi) throws IOException {
    SinkContext stream = context;
    RowTemplate template = topics;
    if (stream == null || template == null) {
      throw new IllegalStateException("not open");
    }
    Encoder encoder = stream.encoder();
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      @Nullable Object[] message =
          encoder == null ? values(batch, row) : text(encoder, batch, position);
      InMemoryTopics.publish(
          template.of(batch, row), batch.timestamps()[row], List.<@Nullable Object[]>of(message));
    }
  }

  private static @Nullable Object[] values(ColumnBatch batch, int row) {
    Column[] columns = batch.columns();
    @Nullable Object[] values = new Object[columns.length];
    for (int c = 0; c < columns.length; c++) {
      values[c] = columns[c].boxed(row);
    }
    return values;
  }

  private @Nullable Object[] text(Encoder encoder, ColumnBatch batch, int position)
      throws IOException {
    encoded.reset();
    encoder.encode(batch, position, position + 1, encoded);
    return new Object[] {encoded.toString(StandardCharsets.UTF_8)};
  }

  @Override
  public void flush() {
    // Every message has been taken already.
  }

  @Override
  public void close() {}
}
