package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Rows as JSON text, for messages and dead letters. Stateless. */
public final class RowText {
  private RowText() {}

  /** One row as a JSON object with the attributes of {@code schema} in order; bytes as base64. */
  public static String json(RowSchema schema, ColumnBatch batch, int row) {
    StringBuilder text = new StringBuilder("{");
    int columnCount = Math.min(schema.size(), batch.columns().length);
    for (int c = 0; c < columnCount; c++) {
      if (c > 0) {
        text.append(',');
      }
      quote(text, schema.field(c).name());
      text.append(':');
      value(text, batch.column(c).boxed(row));
    }
    return text.append('}').toString();
  }

  private static void value(StringBuilder text, @Nullable Object value) {
    if (value == null) {
      text.append("null");
    } else if ((value instanceof Double number && !Double.isFinite(number))
        || (value instanceof Float single && !Float.isFinite(single))) {
      quote(text, value.toString());
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof byte[] bytes) {
      quote(text, new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII));
    } else {
      quote(text, value.toString());
    }
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
