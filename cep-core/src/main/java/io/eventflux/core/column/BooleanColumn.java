package io.eventflux.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column of BOOL values. Not thread-safe; one writer, and readers that the owner has published
 * to.
 */
public final class BooleanColumn extends Column {
  private boolean[] values;

  /** A column of {@code capacity} rows, all of them non-null. */
  public BooleanColumn(int capacity) {
    super(capacity);
    values = new boolean[capacity];
  }

  /**
   * The backing array, one value a row; replaced when the column grows, so fetch it once per batch.
   */
  public boolean[] values() {
    return values;
  }

  @Override
  public PhysicalType physicalType() {
    return PhysicalType.BOOLEAN;
  }

  @Override
  public void copyFrom(Column source, int sourceRow, int row, int rowCount) {
    BooleanColumn from = (BooleanColumn) source;
    System.arraycopy(from.values, sourceRow, values, row, rowCount);
    System.arraycopy(from.nulls(), sourceRow, nulls(), row, rowCount);
  }

  @Override
  public void copyRow(Column source, int sourceRow, int row) {
    BooleanColumn from = (BooleanColumn) source;
    values[row] = from.values[sourceRow];
    nulls()[row] = from.nulls()[sourceRow];
  }

  @Override
  public void gatherFrom(Column source, int[] sourceRows, int lo, int hi, int row) {
    BooleanColumn from = (BooleanColumn) source;
    boolean[] fromValues = from.values;
    boolean[] toValues = values;
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
    return nulls()[row] ? null : (Object) values[row];
  }

  @Override
  public void setBoxed(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      nulls()[row] = false;
      values[row] = (Boolean) value;
    }
  }
}
