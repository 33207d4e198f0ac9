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
 * A growing byte array with typed appends, big-endian; {@link StateReader} reads it back in the
 * same order. One snapshot of one operator. Not thread-safe.
 */
public final class StateWriter {
  private byte[] bytes = new byte[256];
  private int size;

  /** Appends one byte. */
  public void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Appends a truth value as one byte. */
  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  /** Appends four bytes. */
  public void putInt(int value) {
    reserve(4);
    bytes[size++] = (byte) (value >>> 24);
    bytes[size++] = (byte) (value >>> 16);
    bytes[size++] = (byte) (value >>> 8);
    bytes[size++] = (byte) value;
  }

  /** Appends eight bytes. */
  public void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  /** Appends a float, bit for bit. */
  public void putFloat(float value) {
    putInt(Float.floatToRawIntBits(value));
  }

  /** Appends a double, bit for bit. */
  public void putDouble(double value) {
    putLong(Double.doubleToRawLongBits(value));
  }

  /** Appends a byte string with its length; null is told from empty. */
  public void putBytes(byte @Nullable [] value) {
    if (value == null) {
      putInt(-1);
      return;
    }
    putInt(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Appends a text; null is told from empty. */
  public void putText(@Nullable String value) {
    putBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends rows {@code [lo, hi)} of a column: null flags and values. */
  public void putColumn(Column column, int lo, int hi) {
    boolean[] nulls = column.nulls();
    for (int i = lo; i < hi; i++) {
      putBoolean(nulls[i]);
    }
    switch (column.physicalType()) {
      case BOOLEAN -> {
        boolean[] values = ((BooleanColumn) column).values();
        for (int i = lo; i < hi; i++) {
          putBoolean(values[i]);
        }
      }
      case INT -> {
        int[] values = ((IntColumn) column).values();
        for (int i = lo; i < hi; i++) {
          putInt(values[i]);
        }
      }
      case LONG -> {
        long[] values = ((LongColumn) column).values();
        for (int i = lo; i < hi; i++) {
          putLong(values[i]);
        }
      }
      case FLOAT -> {
        float[] values = ((FloatColumn) column).values();
        for (int i = lo; i < hi; i++) {
          putFloat(values[i]);
        }
      }
      case DOUBLE -> {
        double[] values = ((DoubleColumn) column).values();
        for (int i = lo; i < hi; i++) {
          putDouble(values[i]);
        }
      }
      case OBJECT -> {
        @Nullable Object[] values = ((ObjectColumn) column).values();
        for (int i = lo; i < hi; i++) {
          StateValues.write(this, nulls[i] ? null : values[i]);
        }
      }
    }
  }

  /** Appends one value of an object column, or null. */
  public void putValue(@Nullable Object value) {
    StateValues.write(this, value);
  }

  /** How many bytes have been written. */
  public int size() {
    return size;
  }

  /** A copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
