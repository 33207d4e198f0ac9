package io.eventflux.core.operator.select;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.ValueOrder;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the rows of each unit, then drops and keeps as OFFSET and LIMIT say. Emits a selection over
 * the columns it was given, without those that were there for the order only.
 */
public final class OrderLimitOperator implements Operator {
  private final Output output;
  private final List<PlanNode.SortKey> sortKeys;
  private final long offset;
  private final long limit;
  private final int columnCount;
  private final ColumnBatch view = ColumnBatch.newView();
  private int[] rows = new int[0];
  private int[] scratch = new int[0];

  /** An order for {@code node}. */
  public OrderLimitOperator(PlanNode.OrderLimit node, OperatorContext context, Output output) {
    this.output = output;
    this.sortKeys = node.sortKeys();
    this.offset = node.offset();
    this.limit = node.limit() < 0 ? Long.MAX_VALUE : node.limit();
    this.columnCount = node.schema().size();
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    view.viewOf(batch);
    if (batch.columns().length != columnCount) {
      view.showColumns(Arrays.copyOf(batch.columns(), columnCount));
    }
    if (batch.units() == null) {
      if (offset == 0 && limit > 0) {
        output.emit(view, lo, hi);
      }
      return;
    }
    if (rows.length < hi - lo) {
      rows = new int[Math.max(hi - lo, rows.length * 2)];
    }
    int count = 0;
    int position = lo;
    while (position < hi) {
      int start = count;
      int unit = batch.unit(batch.row(position));
      while (position < hi && batch.unit(batch.row(position)) == unit) {
        rows[count++] = batch.row(position++);
      }
      count = start + orderUnit(batch, start, count);
    }
    if (count > 0) {
      view.selection(rows);
      output.emit(view, 0, count);
    }
  }

  /**
   * Sorts and cuts the rows at {@code rows[from, to)}; returns how many stay, from {@code from}.
   */
  private int orderUnit(ColumnBatch batch, int from, int to) {
    if (!sortKeys.isEmpty()) {
      sort(batch, from, to);
    }
    int dropped = (int) Math.min(offset, to - from);
    int kept = (int) Math.min(limit, to - from - dropped);
    System.arraycopy(rows, from + dropped, rows, from, kept);
    return kept;
  }

  /** A merge sort from below: stable, and on plain row indexes. */
  private void sort(ColumnBatch batch, int from, int to) {
    int count = to - from;
    if (scratch.length < count) {
      scratch = new int[Math.max(count, scratch.length * 2)];
    }
    for (int width = 1; width < count; width *= 2) {
      for (int left = from; left < to - width; left += 2 * width) {
        merge(batch, left, left + width, Math.min(left + 2 * width, to));
      }
    }
  }

  private void merge(ColumnBatch batch, int left, int middle, int right) {
    if (compare(batch, rows[middle - 1], rows[middle]) <= 0) {
      return;
    }
    int leftCount = middle - left;
    System.arraycopy(rows, left, scratch, 0, leftCount);
    int i = 0;
    int j = middle;
    int to = left;
    while (i < leftCount && j < right) {
      rows[to++] = compare(batch, scratch[i], rows[j]) <= 0 ? scratch[i++] : rows[j++];
    }
    System.arraycopy(scratch, i, rows, to, leftCount - i);
  }

  private int compare(ColumnBatch batch, int left, int right) {
    for (PlanNode.SortKey key : sortKeys) {
      int order = compare(batch.column(key.column()), key, left, right);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(Column column, PlanNode.SortKey key, int left, int right) {
    boolean leftNull = column.nulls()[left];
    boolean rightNull = column.nulls()[right];
    if (leftNull || rightNull) {
      return leftNull == rightNull ? 0 : leftNull == key.nullsFirst() ? -1 : 1;
    }
    int order = compareValues(column, left, right);
    return key.descending() ? -order : order;
  }

  private static int compareValues(Column column, int left, int right) {
    return switch (column.physicalType()) {
      case BOOLEAN -> {
        boolean[] values = ((BooleanColumn) column).values();
        yield Boolean.compare(values[left], values[right]);
      }
      case INT -> {
        int[] values = ((IntColumn) column).values();
        yield Integer.compare(values[left], values[right]);
      }
      case LONG -> {
        long[] values = ((LongColumn) column).values();
        yield Long.compare(values[left], values[right]);
      }
      case FLOAT -> {
        float[] values = ((FloatColumn) column).values();
        yield ValueOrder.compareDouble(values[left], values[right]);
      }
      case DOUBLE -> {
        double[] values = ((DoubleColumn) column).values();
        yield ValueOrder.compareDouble(values[left], values[right]);
      }
      case OBJECT -> {
        @Nullable Object[] values = ((ObjectColumn) column).values();
        Object leftValue = values[left];
        Object rightValue = values[right];
        assert leftValue != null && rightValue != null : "NULLs have been compared before";
        yield compareObjects(leftValue, rightValue);
      }
    };
  }

  private static int compareObjects(Object left, Object right) {
    if (left == right) {
      return 0;
    }
    return left instanceof BigDecimal decimal
        ? decimal.compareTo((BigDecimal) right)
        : ValueOrder.compareText((String) left, (String) right);
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {}

  @Override
  public void restore(StateReader reader) {}
}
