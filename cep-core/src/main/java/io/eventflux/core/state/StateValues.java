package io.eventflux.core.state;

import io.eventflux.core.column.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tagged encoding of values of object columns. Own format: no Java serialization. */
final class StateValues {
  private static final int DEPTH_MAX = 64;

  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int DECIMAL = 2;
  private static final int BYTES = 3;
  private static final int LIST = 4;
  private static final int MAP = 5;
  private static final int BOOL = 6;
  private static final int INT = 7;
  private static final int LONG = 8;
  private static final int FLOAT = 9;
  private static final int DOUBLE = 10;
  private static final int SET = 11;

  private StateValues() {}

  static void write(StateWriter writer, @Nullable Object value) {
    write(writer, value, 0);
  }

  private static void write(StateWriter writer, @Nullable Object value, int depth) {
    if (depth > DEPTH_MAX) {
      throw new StateFormatException("values nested deeper than " + DEPTH_MAX);
    }
    if (value == null) {
      writer.putByte(NULL);
    } else if (value instanceof String text) {
      writer.putByte(TEXT);
      writer.putText(text);
    } else if (value instanceof BigDecimal decimal) {
      writer.putByte(DECIMAL);
      writer.putInt(decimal.scale());
      writer.putBytes(decimal.unscaledValue().toByteArray());
    } else if (value instanceof ByteString bytes) {
      writer.putByte(BYTES);
      writer.putBytes(bytes.toByteArray());
    } else if (value instanceof Collection<?> elements) {
      writer.putByte(elements instanceof Set ? SET : LIST);
      writer.putInt(elements.size());
      for (Object element : elements) {
        write(writer, element, depth + 1);
      }
    } else if (value instanceof Map<?, ?> map) {
      writer.putByte(MAP);
      writer.putInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(writer, entry.getKey(), depth + 1);
        write(writer, entry.getValue(), depth + 1);
      }
    } else if (value instanceof Boolean truth) {
      writer.putByte(BOOL);
      writer.putBoolean(truth);
    } else if (value instanceof Integer number) {
      writer.putByte(INT);
      writer.putInt(number);
    } else if (value instanceof Long number) {
      writer.putByte(LONG);
      writer.putLong(number);
    } else if (value instanceof Float number) {
      writer.putByte(FLOAT);
      writer.putFloat(number);
    } else if (value instanceof Double number) {
      writer.putByte(DOUBLE);
      writer.putDouble(number);
    } else {
      throw new StateFormatException(
          "a value of type " + value.getClass().getSimpleName() + " cannot be kept in a snapshot");
    }
  }

  static @Nullable Object read(StateReader reader) {
    return read(reader, 0);
  }

  private static @Nullable Object read(StateReader reader, int depth) {
    if (depth > DEPTH_MAX) {
      throw new StateFormatException("values nested deeper than " + DEPTH_MAX);
    }
    int tag = reader.getByte();
    return switch (tag) {
      case NULL -> null;
      case TEXT -> reader.getRequiredText();
      case DECIMAL -> {
        int scale = reader.getInt();
        byte[] unscaled = reader.getBytes();
        if (unscaled == null || unscaled.length == 0) {
          throw new StateFormatException("decimal without digits");
        }
        yield new BigDecimal(new BigInteger(unscaled), scale);
      }
      case BYTES -> {
        byte[] bytes = reader.getBytes();
        if (bytes == null) {
          throw new StateFormatException("missing bytes");
        }
        yield ByteString.copyOf(bytes);
      }
      case LIST, SET -> {
        int size = reader.getCount(1);
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(read(reader, depth + 1));
        }
        yield tag == SET
            ? Collections.unmodifiableSet(new LinkedHashSet<>(list))
            : Collections.unmodifiableList(list);
      }
      case MAP -> {
        int entries = reader.getCount(2);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries; i++) {
          Object key = read(reader, depth + 1);
          map.put(key, read(reader, depth + 1));
        }
        yield Collections.unmodifiableMap(map);
      }
      // The casts keep each number in its own type.
      case BOOL -> (Object) reader.getBoolean();
      case INT -> (Object) reader.getInt();
      case LONG -> (Object) reader.getLong();
      case FLOAT -> (Object) reader.getFloat();
      case DOUBLE -> (Object) reader.getDouble();
      default -> throw new StateFormatException("unknown value tag " + tag);
    };
  }
}
