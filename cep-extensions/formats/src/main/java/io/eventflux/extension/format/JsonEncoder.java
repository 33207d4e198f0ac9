package io.eventflux.extension.format;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Encoder;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one JSON object a row and line, with every column in schema order. */
final class JsonEncoder implements Encoder {
  private static final int CHUNK_SIZE_BYTES = 1 << 15;
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final CellText[] cells;
  private final Type[] types;

  /** What stands in front of each value, as {@code ,"price":}. */
  private final byte[][] prefixes;

  private final ByteOutput buffer = new ByteOutput(CHUNK_SIZE_BYTES + 4_096);

  JsonEncoder(RowSchema schema) {
    cells = new CellText[schema.size()];
    types = new Type[cells.length];
    prefixes = new byte[cells.length][];
    for (int c = 0; c < cells.length; c++) {
      Field field = schema.field(c);
      types[c] = field.type();
      cells[c] = CellText.of(field.type());
      buffer.append((byte) (c == 0 ? '{' : ','));
      appendText(field.name());
      buffer.append((byte) ':');
      prefixes[c] = Arrays.copyOf(buffer.array(), buffer.sizeBytes());
      buffer.clear();
    }
  }

  @Override
  public void encodeStart(OutputStream out) {}

  @Override
  public void encode(ColumnBatch batch, int lo, int hi, OutputStream out) throws IOException {
    Column[] columns = batch.columns();
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (cells.length == 0) {
        buffer.append((byte) '{');
      }
      for (int c = 0; c < cells.length; c++) {
        buffer.append(prefixes[c]);
        appendCell(cells[c], types[c], columns[c], row);
      }
      buffer.append((byte) '}');
      buffer.append((byte) '\n');
      if (buffer.sizeBytes() >= CHUNK_SIZE_BYTES) {
        buffer.drainTo(out);
      }
    }
    buffer.drainTo(out);
  }

  private void appendCell(CellText cell, Type type, Column column, int row) {
    if (column.nulls()[row] || !cell.isFinite(column, row)) {
      buffer.append(NULL);
      return;
    }
    boolean isQuoted = cell.isQuotedInJson();
    if (isQuoted) {
      buffer.append((byte) '"');
    }
    String text = cell.append(buffer, column, row, type);
    if (text != null && cell.isJson()) {
      for (int i = 0; i < text.length(); ) {
        i += buffer.appendUtf8(text, i);
      }
    } else if (text != null) {
      appendText(text);
    }
    if (isQuoted) {
      buffer.append((byte) '"');
    }
  }

  private void appendText(String text) {
    buffer.append((byte) '"');
    appendEscaped(buffer, text);
    buffer.append((byte) '"');
  }

  /** Appends {@code text} as it stands between the quotes of a JSON text. */
  static void appendEscaped(ByteOutput buffer, String text) {
    int length = text.length();
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
        buffer.append((byte) c);
        i++;
      } else if (c == '"' || c == '\\') {
        buffer.append((byte) '\\');
        buffer.append((byte) c);
        i++;
      } else if (c < 0xA0) {
        appendControl(buffer, c);
        i++;
      } else {
        i += buffer.appendUtf8(text, i);
      }
    }
  }

  private static void appendControl(ByteOutput buffer, char c) {
    buffer.append((byte) '\\');
    switch (c) {
      case '\b' -> buffer.append((byte) 'b');
      case '\f' -> buffer.append((byte) 'f');
      case '\n' -> buffer.append((byte) 'n');
      case '\r' -> buffer.append((byte) 'r');
      case '\t' -> buffer.append((byte) 't');
      default -> {
        buffer.append((byte) 'u');
        buffer.append((byte) '0');
        buffer.append((byte) '0');
        buffer.append(HEX[c >> 4]);
        buffer.append(HEX[c & 15]);
      }
    }
  }
}
