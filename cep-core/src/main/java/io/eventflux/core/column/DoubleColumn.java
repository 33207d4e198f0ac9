package io.eventflux.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column of DOUBLE values. Not thread-safe; one writer, and readers that the owner has published
 * to.
 */
public final class DoubleColumn extends Column {
  private double[] values;

  /** A column of {@code capacity} rows, all of them non-null. */
  public DoubleColumn(int capacity) {
    super(capacity);
    values = new double[capacity];
  }

  /**
   * The backing array, one value a row; replaced when the column grows, so fetch it once per batch.
   */
  public double[] values() {
    return values;
  }

  @Override
  public PhysicalType physicalType() {
    return PhysicalType.DOUBLE;
  }

  @Override
  public void copyFrom(Column source, int sourceRow, int row, int rowCount) {
    DoubleColumn from = (DoubleColumn) source;
    System.arraycopy(from.values, sourceRow, values, row, rowCount);
    System.arraycopy(from.nulls(), sourceRow, nulls(), row, rowCount);
  }

  @Override
  public void copyRow(Column source, int sourceRow, int row) {
    DoubleColumn from = (DoubleColumn) source;
    values[row] = from.values[sourceRow];
    nulls()[row] = from.nulls()[sourceRow];
  }

  @Override
  public void gatherFrom(Column source, int[] sourceRows, int lo, int hi, int row) {
    DoubleColumn from = (DoubleColumn) source;
    double[] fromValues = from.values;
    double[] toValues = values;
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
      values[row] = (Double) value;
    }
  }
}
