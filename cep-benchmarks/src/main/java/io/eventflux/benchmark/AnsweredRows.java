package io.eventflux.benchmark;

import io.eventflux.benchmark.harness.Answers;
import io.eventflux.benchmark.harness.Question;
import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;

/** Hands rows on value by value, to be compared with those of other engines. One thread. */
final class AnsweredRows implements RowListener {
  /**
   * The start of the window in {@link Workload#W3} and {@link Workload#W11}, which not all engines
   * give.
   */
  private static final int OPENED = 1;

  private final boolean hasWindow;
  private final Answers answers;

  AnsweredRows(Question question, Answers answers) {
    hasWindow = question == Question.W3 || question == Question.W11;
    this.answers = answers;
  }

  @Override
  public void onRows(ColumnBatch batch, int lo, int hi) {
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      Column[] columns = batch.columns();
      for (int c = 0; c < columns.length; c++) {
        if (!hasWindow || c != OPENED) {
          answer(columns[c], row);
        }
      }
      answers.endRow();
    }
  }

  private void answer(Column column, int row) {
    if (column.nulls()[row]) {
      throw new IllegalStateException("no question of the comparison has NULL in its answers");
    }
    if (column instanceof ObjectColumn objects) {
      answers.text((String) objects.values()[row]);
    } else if (column instanceof DoubleColumn doubles) {
      answers.number(doubles.values()[row]);
    } else if (column instanceof LongColumn longs) {
      answers.number(longs.values()[row]);
    } else {
      throw new IllegalStateException("no answer has a column of " + column.getClass());
    }
  }
}
