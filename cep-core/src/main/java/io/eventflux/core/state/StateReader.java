package io.eventflux.core.state;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StateWriter} wrote, in the same order. Every length is checked against the
 * bytes that are left before memory is taken; a mismatch is a {@link StateFormatException}. Not
 * thread-safe.
 */
public final class StateReader {
  private final byte[] bytes;
  private int position;

  /** A reader over all of {@code bytes}. */
  public StateReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next byte. */
  public int getByte() {
    require(1);
    return bytes[position++];
  }

  /** The next truth value. */
  public boolean getBoolean() {
    int value = getByte();
    if (value != 0 && value != 1) {
      throw new StateFormatException("truth value " + value + " at byte " + (position - 1));
    }
    return value == 1;
  }

  /** The next four bytes. */
  public int getInt() {
    require(4);
    int value =
        (bytes[position] & 0xFF) << 24
            | (bytes[position + 1] & 0xFF) << 16
            | (bytes[position + 2] & 0xFF) << 8
            | (bytes[position + 3] & 0xFF);
    position += 4;
    return value;
  }

  /** The next eight bytes. */
  public long getLong() {
    long high = getInt();
    return high << 32 | (getInt() & 0xFFFF_FFFFL);
  }

  /** The next float. */
  public float getFloat() {
    return Float.intBitsToFloat(getInt());
  }

  /** The next double. */
  public double getDouble() {
    return Double.longBitsToDouble(getLong());
  }

  /** The next byte string, or null. */
  public byte @Nullable [] getBytes() {
    int length = getInt();
    if (length == -1) {
      return null;
    }
    if (length < 0) {
      throw new StateFormatException("length " + length + " at byte " + (position - 4));
    }
    require(length);
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  /** The next text, or null. */
  public @Nullable String getText() {
    byte[] value = getBytes();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** The next text, which must not be null. */
  public String getRequiredText() {
    String value = getText();
    if (value == null) {
      throw new StateFormatException("missing text before byte " + position);
    }
    return value;
  }

  /**
   * A number of things that follow, each of at least {@code bytesEach} bytes; checked against what
   * is left.
   */
  public int getCount(int bytesEach) {
    int count = getInt();
    if (count < 0 || (long) count * bytesEach > bytes.length - position) {
      throw new StateFormatException(
          "count " + count + " at byte " + (position - 4) + " is larger than what follows");
    }
    return count;
  }

  /** Reads {@code rowCount} rows into {@code column} from {@code row}; grows the column. */
  public void getColumn(Column column, int row, int rowCount) {
    require(rowCount);
    column.ensureCapacity(row + rowCount);
    boolean[] nulls = column.nulls();
    int end = row + rowCount;
    for (int i = row; i < end; i++) {
      nulls[i] = getBoolean();
    }
    switch (column.physicalType()) {
      case BOOLEAN -> {
        boolean[] values = ((BooleanColumn) column).values();
        for (int i = row; i < end; i++) {
          values[i] = getBoolean();
        }
      }
      case INT -> {
        int[] values = ((IntColumn) column).values();
        for (int i = row; i < end; i++) {
          values[i] = getInt();
        }
      }
      case LONG -> {
        long[] values = ((LongColumn) column).values();
        for (int i = row; i < end; i++) {
          values[i] = getLong();
        }
      }
      case FLOAT -> {
        float[] values = ((FloatColumn) column).values();
        for (int i = row; i < end; i++) {
          values[i] = getFloat();
        }
      }
      case DOUBLE -> {
        double[] values = ((DoubleColumn) column).values();
        for (int i = row; i < end; i++) {
          values[i] = getDouble();
        }
      }
      case OBJECT -> {
        @Nullable Object[] values = ((ObjectColumn) column).values();
        for (int i = row; i < end; i++) {
          values[i] = StateValues.read(this);
        }
      }
    }
  }

  /** The next value of an object column, or null. */
  public @Nullable Object getValue() {
    return StateValues.read(this);
  }

  /** Bytes not read yet. */
  public int remaining() {
    return bytes.length - position;
  }

  private void require(int count) {
    if (bytes.length - position < count) {
      throw new StateFormatException(
          count + " bytes expected at byte " + position + ", " + remaining() + " left");
    }
  }
}
