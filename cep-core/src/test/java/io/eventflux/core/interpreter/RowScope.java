package io.eventflux.core.interpreter;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.kernel.TableTest;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What an expression can see while it is evaluated for one row. SQL NULL is null. */
interface RowScope {
  /** The attribute at {@code column} of input number {@code input}. */
  @Nullable Object input(int input, int column);

  /** The time of the row of input 0, epoch milliseconds. */
  long rowTimeMillis();

  /** The clock of the app, epoch milliseconds. */
  long nowMillis();

  /** The watermark of the stream, epoch milliseconds; {@link Long#MIN_VALUE}: none yet. */
  long watermarkMillis();

  /** The table test with a number. */
  TableTest tableTest(int number);

  /** The present result of aggregate number {@code index} for the group of the row. */
  default @Nullable Object aggregate(int index) {
    throw new AssertionError("no aggregates below a selector");
  }

  /** The first millisecond of the closing window, or the first one after it. */
  default long windowBoundMillis(boolean end) {
    throw new AssertionError("window borders exist in pane results only");
  }

  /** One row of one batch. */
  record OneRow(
      ColumnBatch batch,
      int row,
      LongSupplier clock,
      LongSupplier watermark,
      IntFunction<TableTest> tableTests)
      implements RowScope {
    @Override
    public @Nullable Object input(int input, int column) {
      assert input == 0 : "one input only";
      return batch.column(column).boxed(row);
    }

    @Override
    public long rowTimeMillis() {
      return batch.timestamps()[row];
    }

    @Override
    public long nowMillis() {
      return clock.getAsLong();
    }

    @Override
    public long watermarkMillis() {
      return watermark.getAsLong();
    }

    @Override
    public TableTest tableTest(int number) {
      return tableTests.apply(number);
    }
  }

  /** One row of each of two batches. */
  record TwoRows(
      ColumnBatch left,
      int leftRow,
      ColumnBatch right,
      int rightRow,
      LongSupplier clock,
      LongSupplier watermark,
      IntFunction<TableTest> tableTests)
      implements RowScope {
    @Override
    public @Nullable Object input(int input, int column) {
      assert input == 0 || input == 1 : "two inputs only";
      return input == 0 ? left.column(column).boxed(leftRow) : right.column(column).boxed(rightRow);
    }

    @Override
    public long rowTimeMillis() {
      return left.timestamps()[leftRow];
    }

    @Override
    public long nowMillis() {
      return clock.getAsLong();
    }

    @Override
    public long watermarkMillis() {
      return watermark.getAsLong();
    }

    @Override
    public TableTest tableTest(int number) {
      return tableTests.apply(number);
    }
  }

  /** One row of a selector and the aggregates of its group. */
  record Selected(OneRow row, List<ReflectedAggregate> aggregates, int slot) implements RowScope {
    @Override
    public @Nullable Object input(int input, int column) {
      return row.input(input, column);
    }

    @Override
    public long rowTimeMillis() {
      return row.rowTimeMillis();
    }

    @Override
    public long nowMillis() {
      return row.nowMillis();
    }

    @Override
    public long watermarkMillis() {
      return row.watermarkMillis();
    }

    @Override
    public TableTest tableTest(int number) {
      return row.tableTest(number);
    }

    @Override
    public @Nullable Object aggregate(int index) {
      return aggregates.get(index).result(slot);
    }
  }

  /** One group of a closing pane. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record PaneGroup(
      Column[] keys,
      List<ReflectedAggregate> aggregates,
      int slot,
      long windowStartMillis,
      long windowEndMillis,
      LongSupplier clock,
      LongSupplier watermark,
      IntFunction<TableTest> tableTests)
      implements RowScope {
    @Override
    public @Nullable Object input(int input, int column) {
      assert input == 0 : "key columns only";
      return keys[column].boxed(slot);
    }

    @Override
    public long rowTimeMillis() {
      throw new AssertionError("a pane result has no row");
    }

    @Override
    public long nowMillis() {
      return clock.getAsLong();
    }

    @Override
    public long watermarkMillis() {
      return watermark.getAsLong();
    }

    @Override
    public TableTest tableTest(int number) {
      return tableTests.apply(number);
    }

    @Override
    public @Nullable Object aggregate(int index) {
      return aggregates.get(index).result(slot);
    }

    @Override
    public long windowBoundMillis(boolean end) {
      return end ? windowEndMillis : windowStartMillis;
    }
  }
}
