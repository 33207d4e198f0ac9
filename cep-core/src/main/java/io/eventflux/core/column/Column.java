package io.eventflux.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A typed array of values with one null flag a row. The subclass says the element type; hot code
 * casts once per batch and works on the arrays. Where {@code nulls()[row]} is true the value of
 * that row is undefined. Not thread-safe.
 */
public abstract sealed class Column
    permits BooleanColumn, IntColumn, LongColumn, FloatColumn, DoubleColumn, ObjectColumn {
  private boolean[] nulls;

  Column(int capacity) {
    nulls = new boolean[capacity];
  }

  /** A new column for {@code type} with room for {@code capacity} rows. */
  public static Column of(PhysicalType type, int capacity) {
    return switch (type) {
      case BOOLEAN -> new BooleanColumn(capacity);
      case INT -> new IntColumn(capacity);
      case LONG -> new LongColumn(capacity);
      case FLOAT -> new FloatColumn(capacity);
      case DOUBLE -> new DoubleColumn(capacity);
      case OBJECT -> new ObjectColumn(capacity);
    };
  }

  /** The memory layout of this column. */
  public abstract PhysicalType physicalType();

  /** Null flags, one a row; replaced when the column grows. */
  public final boolean[] nulls() {
    return nulls;
  }

  /** Rows that fit without growing. */
  public final int capacity() {
    return nulls.length;
  }

  /**
   * Grows to at least {@code capacity} rows and keeps the values; at least doubles, so appending is
   * amortised O(1).
   */
  public final void ensureCapacity(int capacity) {
    if (capacity > nulls.length) {
      int grown = Math.max(capacity, nulls.length + (nulls.length >> 1) + 16);
      nulls = Arrays.copyOf(nulls, grown);
      growValues(grown);
    }
  }

  /** Copies one row of {@code source}, a column of the same layout; cheaper than a range of one. */
  public abstract void copyRow(Column source, int sourceRow, int row);

  /** Copies {@code rowCount} consecutive rows of {@code source}, a column of the same layout. */
  public abstract void copyFrom(Column source, int sourceRow, int row, int rowCount);

  /**
   * Copies rows {@code sourceRows[lo..hi)} of {@code source} to consecutive rows from {@code row}.
   */
  public abstract void gatherFrom(Column source, int[] sourceRows, int lo, int hi, int row);

  /** The value of {@code row} as an object, or null for SQL NULL. For edges and tests: it boxes. */
  public abstract @Nullable Object boxed(int row);

  /** Sets a row from an object of exactly the boxed layout type; null means SQL NULL. */
  public abstract void setBoxed(int row, @Nullable Object value);

  /** Marks {@code row} as SQL NULL. */
  public void setNull(int row) {
    nulls[row] = true;
  }

  /** Lets go of references in rows {@code [lo, hi)}; does nothing for primitive columns. */
  public void release(int lo, int hi) {}

  /** The null flags for {@link #gatherFrom}. A loop over one kind of array is the fastest. */
  final void gatherNulls(Column source, int[] sourceRows, int lo, int hi, int row) {
    boolean[] from = source.nulls;
    boolean[] to = nulls;
    int count = hi - lo;
    for (int k = 0; k < count; k++) {
      to[row + k] = from[sourceRows[lo + k]];
    }
  }

  protected abstract void growValues(int capacity);
}
