package io.eventflux.extension.format;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.TemplateText;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes one line a row: a template of JSON text with the values of columns in it, where it says
 * {@code {{column}}}. Text is escaped as inside JSON quotes, which the template has to write; what
 * is NULL, and what is no number, is written as {@code null}.
 */
final class TemplateEncoder implements Encoder {
  private static final int CHUNK_SIZE_BYTES = 1 << 15;
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** What stands in front of each value, and behind the last one. */
  private final List<byte[]> literals;

  private final int[] places;
  private final CellText[] cells;
  private final Type[] types;
  private final ByteOutput buffer = new ByteOutput(CHUNK_SIZE_BYTES + 4_096);

  /**
   * An encoder of rows of {@code schema}.
   *
   * @throws IllegalArgumentException if {@code template} names a column that is not there
   */
  TemplateEncoder(RowSchema schema, String template) {
    TemplateText text = TemplateText.parse(template);
    literals = text.literals().stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    places = text.indexesIn(schema, "the payload");
    cells = new CellText[places.length];
    types = new Type[places.length];
    for (int i = 0; i < places.length; i++) {
      types[i] = schema.field(places[i]).type();
      cells[i] = CellText.of(types[i]);
    }
  }

  @Override
  public void encodeStart(OutputStream out) {}

  @Override
  public void encode(ColumnBatch batch, int lo, int hi, OutputStream out) throws IOException {
    Column[] columns = batch.columns();
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      for (int i = 0; i < places.length; i++) {
        buffer.append(literals.get(i));
        append(i, columns[places[i]], row);
      }
      buffer.append(literals.get(places.length));
      buffer.append((byte) '\n');
      if (buffer.sizeBytes() >= CHUNK_SIZE_BYTES) {
        buffer.drainTo(out);
      }
    }
    buffer.drainTo(out);
  }

  private void append(int i, Column column, int row) {
    if (column.nulls()[row] || !cells[i].isFinite(column, row)) {
      buffer.append(NULL);
      return;
    }
    String text = cells[i].append(buffer, column, row, types[i]);
    if (text != null && cells[i].isJson()) {
      for (int at = 0; at < text.length(); ) {
        at += buffer.appendUtf8(text, at);
      }
    } else if (text != null) {
      JsonEncoder.appendEscaped(buffer, text);
    }
  }
}
