package io.eventflux.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column of STRING, DECIMAL, BINARY and composite values by reference. Not thread-safe; one
 * writer, and readers that the owner has published to.
 */
public final class ObjectColumn extends Column {
  private @Nullable Object[] values;

  /** A column of {@code capacity} rows, all of them non-null. */
  public ObjectColumn(int capacity) {
    this(new Object[capacity]);
  }

  private ObjectColumn(@Nullable Object[] values) {
    super(values.length);
    this.values = values;
  }

  /** As the constructor, with an array that lets nothing in but texts: a {@code String[]}. */
  public static ObjectColumn ofTexts(int capacity) {
    return new ObjectColumn(new String[capacity]);
  }

  /**
   * The backing array, one value a row; replaced when the column grows, so fetch it once per batch.
   */
  public @Nullable Object[] values() {
    return values;
  }

  @Override
  public PhysicalType physicalType() {
    return PhysicalType.OBJECT;
  }

  @Override
  public void copyFrom(Column source, int sourceRow, int row, int rowCount) {
    ObjectColumn from = (ObjectColumn) source;
    System.arraycopy(from.values, sourceRow, values, row, rowCount);
    System.arraycopy(from.nulls(), sourceRow, nulls(), row, rowCount);
  }

  @Override
  public void copyRow(Column source, int sourceRow, int row) {
    ObjectColumn from = (ObjectColumn) source;
    values[row] = from.values[sourceRow];
    nulls()[row] = from.nulls()[sourceRow];
  }

  @Override
  public void gatherFrom(Column source, int[] sourceRows, int lo, int hi, int row) {
    ObjectColumn from = (ObjectColumn) source;
    @Nullable Object[] fromValues = from.values;
    @Nullable Object[] toValues = values;
    int count = hi - lo;
    for (int k = 0; k < count; k++) {
      toValues[row + k] = fromValues[sourceRows[lo + k]];
    }
    gatherNulls(from, sourceRows, lo, hi, row);
  }

  @Override
  protected void growValues(int capacity) {
    values = Arrays.copyOf(values, capacity);
  }

  @Override
  public @Nullable Object boxed(int row) {
    return nulls()[row] ? null : values[row];
  }

  @Override
  public void setBoxed(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      nulls()[row] = false;
      values[row] = value;
    }
  }

  @Override
  public void setNull(int row) {
    nulls()[row] = true;
    values[row] = null;
  }

  @Override
  public void release(int lo, int hi) {
    Arrays.fill(values, lo, hi, null);
  }
}
