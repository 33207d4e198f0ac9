package io.eventflux.extension.format;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Encoder;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes CSV that {@link CsvDecoder} with the same options reads back. Lines end with a line feed.
 */
final class CsvEncoder implements Encoder {
  private static final int CHUNK_SIZE_BYTES = 1 << 15;

  private final RowSchema schema;
  private final byte delimiter;
  private final boolean hasHeader;
  private final CellText[] cells;
  private final ByteOutput buffer = new ByteOutput(CHUNK_SIZE_BYTES + 4_096);

  CsvEncoder(RowSchema schema, ConnectorOptions options) {
    this.schema = schema;
    CsvFormat.limits(options);
    delimiter = CsvFormat.delimiter(options);
    hasHeader = options.flag("header", false);
    cells = new CellText[schema.size()];
    for (int c = 0; c < cells.length; c++) {
      Field field = schema.field(c);
      cells[c] = CellText.of(field.type());
    }
  }

  @Override
  public void encodeStart(OutputStream out) throws IOException {
    if (!hasHeader) {
      return;
    }
    for (int c = 0; c < schema.size(); c++) {
      if (c > 0) {
        buffer.append(delimiter);
      }
      appendText(schema.field(c).name());
    }
    buffer.append((byte) '\n');
    buffer.drainTo(out);
  }

  @Override
  public void encode(ColumnBatch batch, int lo, int hi, OutputStream out) throws IOException {
    Column[] columns = batch.columns();
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      for (int c = 0; c < cells.length; c++) {
        if (c > 0) {
          buffer.append(delimiter);
        }
        Column column = columns[c];
        if (column.nulls()[row]) {
          continue;
        }
        String text = cells[c].append(buffer, column, row, schema.field(c).type());
        if (text != null) {
          appendText(text);
        }
      }
      buffer.append((byte) '\n');
      if (buffer.sizeBytes() >= CHUNK_SIZE_BYTES) {
        buffer.drainTo(out);
      }
    }
    buffer.drainTo(out);
  }

  private void appendText(String text) {
    int length = text.length();
    if (length > 0 && !needsQuotes(text)) {
      int i = 0;
      while (i < length) {
        i += buffer.appendUtf8(text, i);
      }
      return;
    }
    buffer.append((byte) '"');
    int i = 0;
    while (i < length) {
      if (text.charAt(i) == '"') {
        buffer.append((byte) '"');
      }
      i += buffer.appendUtf8(text, i);
    }
    buffer.append((byte) '"');
  }

  /** Also for a byte order mark, which a reader would take away from the start of its input. */
  private boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == delimiter || c == '"' || c == '\n' || c == '\r' || c == '\uFEFF') {
        return true;
      }
    }
    return false;
  }
}
