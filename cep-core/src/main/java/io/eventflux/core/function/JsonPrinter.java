package io.eventflux.core.function;

import io.eventflux.core.column.ByteString;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON text on one line without blanks: what {@link JsonReader} reads with the
 * same type. NaN and infinities, which JSON does not have, are null. Stateless.
 */
public final class JsonPrinter {
  private JsonPrinter() {}

  /** The JSON text of a value of {@code type}; null is SQL NULL. */
  public static String print(@Nullable Object value, Type type) {
    StringBuilder out = new StringBuilder();
    print(value, type, out);
    return out.toString();
  }

  private static void print(@Nullable Object value, Type type, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else if (type instanceof Type.Array array && value instanceof Collection<?> elements) {
      list(elements, array.element(), out);
    } else if (type instanceof Type.Map map && value instanceof Map<?, ?> entries) {
      map(entries, map.key(), map.value(), out);
    } else if (type instanceof Type.Row row && value instanceof Map<?, ?> fields) {
      row(fields, row, out);
    } else if (type == Type.JSON) {
      out.append(value);
    } else if (type == Type.TIMESTAMP || type == Type.DATE || type == Type.TIME) {
      quoted(ValueConversion.text(value, type), out);
    } else {
      any(value, out);
    }
  }

  private static void any(Object value, StringBuilder out) {
    if (value instanceof Collection<?> elements) {
      list(elements, Type.OBJECT, out);
    } else if (value instanceof Map<?, ?> entries) {
      map(entries, Type.OBJECT, Type.OBJECT, out);
    } else if (value instanceof Float number && !Float.isFinite(number)) {
      out.append("null");
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      out.append("null");
    } else if (value instanceof BigDecimal number) {
      out.append(Decimals.text(number));
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof ByteString bytes) {
      quoted(bytes.toBase64(), out);
    } else {
      quoted(value.toString(), out);
    }
  }

  private static void list(Collection<?> elements, Type type, StringBuilder out) {
    out.append('[');
    Iterator<?> each = elements.iterator();
    while (each.hasNext()) {
      print(each.next(), type, out);
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void map(Map<?, ?> entries, Type key, Type value, StringBuilder out) {
    out.append('{');
    int start = out.length();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      Object name = entry.getKey();
      out.append(out.length() > start ? "," : "");
      quoted(name == null ? "null" : ValueConversion.text(name, key), out);
      out.append(':');
      print(entry.getValue(), value, out);
    }
    out.append('}');
  }

  private static void row(Map<?, ?> fields, Type.Row row, StringBuilder out) {
    out.append('{');
    int start = out.length();
    for (Type.Field field : row.fields()) {
      out.append(out.length() > start ? "," : "");
      quoted(field.name(), out);
      out.append(':');
      print(fields.get(field.name()), field.type(), out);
    }
    out.append('}');
  }

  /** Appends a text in quotes; all that a terminal or a line reader could act on is escaped. */
  static void quoted(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || (c >= 0x7F && c < 0xA0) || Character.isSurrogate(c)) {
            control(text, i, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** A control character, or half of a surrogate pair, which must not be written alone. */
  private static void control(String text, int i, StringBuilder out) {
    char c = text.charAt(i);
    boolean isPaired =
        Character.isHighSurrogate(c)
            ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
            : Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    if (isPaired) {
      out.append(c);
    } else {
      out.append(String.format("\\u%04x", (int) c));
    }
  }
}
