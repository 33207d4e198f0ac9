package io.eventflux.benchmark;

import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of a timed run do with their output: count the rows and add up the bits of every
 * value. It reads everything and costs little, so that it does not hide the difference. One thread.
 */
final class Tally implements RowListener {
  private long rowCount;
  private long sum;

  @Override
  public void onRows(ColumnBatch batch, int lo, int hi) {
    rowCount += hi - lo;
    for (Column column : batch.columns()) {
      sum += sum(column, batch.selection(), lo, hi);
    }
  }

  /** Rows seen so far. */
  long rowCount() {
    return rowCount;
  }

  /** The sum of all bits seen so far, wrapping. */
  long sum() {
    return sum;
  }

  private static long sum(Column column, int @Nullable [] selection, int lo, int hi) {
    if (selection != null) {
      return sumSelected(column, selection, lo, hi);
    }
    long sum = 0;
    if (column instanceof DoubleColumn doubles) {
      double[] values = doubles.values();
      for (int i = lo; i < hi; i++) {
        sum += Double.doubleToRawLongBits(values[i]);
      }
    } else if (column instanceof LongColumn longs) {
      long[] values = longs.values();
      for (int i = lo; i < hi; i++) {
        sum += values[i];
      }
    } else if (column instanceof ObjectColumn objects) {
      Object[] values = objects.values();
      for (int i = lo; i < hi; i++) {
        sum += values[i].hashCode();
      }
    } else {
      for (int i = lo; i < hi; i++) {
        sum += bits(column, i);
      }
    }
    return sum;
  }

  private static long sumSelected(Column column, int[] selection, int lo, int hi) {
    long sum = 0;
    for (int k = lo; k < hi; k++) {
      sum += bits(column, selection[k]);
    }
    return sum;
  }

  /** The value of one row as a number that differs when the value does; of objects the hash. */
  static long bits(Column column, int row) {
    if (column instanceof DoubleColumn doubles) {
      return Double.doubleToRawLongBits(doubles.values()[row]);
    } else if (column instanceof LongColumn longs) {
      return longs.values()[row];
    } else if (column instanceof ObjectColumn objects) {
      return objects.values()[row].hashCode();
    } else if (column instanceof IntColumn ints) {
      return ints.values()[row];
    } else if (column instanceof FloatColumn floats) {
      return Float.floatToRawIntBits(floats.values()[row]);
    }
    return ((BooleanColumn) column).values()[row] ? 1 : 0;
  }
}
