package io.eventflux.extension.local;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.RowTemplate;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.extension.format.TimeText;
import io.eventflux.query.type.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a line a row: by name and value, or in the format of the stream. */
final class LogSink implements Sink {
  private final @Nullable String prefix;

  /** The word in front of each line, or empty where the target has levels of its own. */
  private final String levelWord;

  private final Consumer<String> target;
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
  private @Nullable SinkContext context;
  private @Nullable RowTemplate prefixes;

  /**
   * A sink that hands lines to {@code target}, without line break.
   *
   * @param prefix a template of what stands in front of the row; null for the name of the stream
   */
  LogSink(@Nullable String prefix, String levelWord, Consumer<String> target) {
    this.prefix = prefix;
    this.levelWord = levelWord;
    this.target = target;
  }

  @Override
  public void open(SinkContext newContext) {
    context = newContext;
    prefixes = prefix == null ? null : new RowTemplate(prefix, newContext.schema());
  }

  @Override
  public void write(ColumnBatch batch, int lo, int hi) throws IOException {
    SinkContext stream = context;
    RowTemplate template = prefixes;
    if (stream == null) {
      throw new IllegalStateException("not open");
    }
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      StringBuilder line = new StringBuilder();
      line.append(TimeText.timestampText(batch.timestamps()[row])).append(' ');
      if (!levelWord.isEmpty()) {
        line.append(levelWord).append(' ');
      }
      PlainText.append(line, template == null ? stream.streamName() : template.of(batch, row));
      line.append(' ');
      Encoder encoder = stream.encoder();
      if (encoder != null) {
        appendEncoded(line, encoder, batch, position);
      } else {
        appendValues(line, stream.schema(), batch, row);
      }
      target.accept(line.toString());
    }
  }

  private void appendEncoded(StringBuilder line, Encoder encoder, ColumnBatch batch, int position)
      throws IOException {
    encoded.reset();
    encoder.encode(batch, position, position + 1, encoded);
    PlainText.append(line, encoded.toString(StandardCharsets.UTF_8).stripTrailing());
  }

  private static void appendValues(
      StringBuilder line, RowSchema schema, ColumnBatch batch, int row) {
    for (int c = 0; c < schema.size(); c++) {
      Field field = schema.field(c);
      if (c > 0) {
        line.append(", ");
      }
      PlainText.append(line, field.name());
      line.append('=');
      Object value = batch.column(c).boxed(row);
      if (value instanceof String text) {
        PlainText.appendQuoted(line, text);
      } else if (value instanceof Long millis && field.type() == Type.TIMESTAMP) {
        line.append(TimeText.timestampText(millis));
      } else if (value instanceof BigDecimal decimal) {
        line.append(decimal.toPlainString());
      } else {
        line.append(value == null ? "null" : value);
      }
    }
  }

  @Override
  public void flush() {
    // Every line has left already.
  }

  @Override
  public void close() {}
}
