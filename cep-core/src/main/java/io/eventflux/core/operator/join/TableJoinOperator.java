package io.eventflux.core.operator.join;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.state.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins each row of a stream with the rows of a table as they are at that moment: one row of output
 * per match, in table order; with an outer join one row of NULLs where nothing matches. With a key
 * probe a row costs one look-up, else one pass over the table. A NULL in the key matches nothing.
 * All output of one input row is one unit (rule 5). A row whose probe or condition fails is
 * reported; it matches nothing that failed, and a failed probe leaves it out.
 *
 * <p>Where EXPIRED rows are needed (language 4.7 rule 7) a row gives its CURRENT rows and then the
 * same rows once more as EXPIRED, at the time of the clock: the event has passed the empty window.
 *
 * <p>Keeps no state of its own; the table belongs to the pipeline.
 */
public final class TableJoinOperator implements Operator {
  private static final int OUT_ROWS_MIN = 1024;
  private static final int NO_ROW = -1;

  private final OperatorContext context;
  private final Output output;
  private final Table table;
  private final boolean isOuter;
  private final boolean expiredNeeded;
  private final int streamColumnCount;
  private final @Nullable ProjectKernel probe;
  private final @Nullable PairKernel condition;

  // The probe of the range being processed: keys, the row of each, and the table row it found.
  private final ColumnBatch keys;
  private final ColumnBatch rowsAsUnits = ColumnBatch.newView();
  private int[] keyRows = new int[0];
  private int[] tableRows = new int[0];
  private int keyCount;

  private final int[] one = new int[1];
  private int[] hits = new int[16];

  private final ColumnBatch out;
  private int outCount;
  private int unitStart;
  private int unit;

  /** The operator of {@code node}. */
  public TableJoinOperator(PlanNode.TableJoin node, OperatorContext context, Output output) {
    this.context = context;
    this.output = output;
    table = context.table(node.table());
    isOuter = node.outer();
    expiredNeeded = node.expiredNeeded();
    RowSchema stream = context.inputSchema(0);
    streamColumnCount = stream.size();
    assert node.schema().size() == stream.size() + table.schema().size()
        : "the output has the columns of the stream, then those of the table";
    PlanExpr residual = node.condition();
    condition = residual == null ? null : context.kernels().pair(stream, table.schema(), residual);
    List<Field> keyFields = new ArrayList<>();
    for (PlanExpr key : node.keyProbe()) {
      keyFields.add(new Field("key" + keyFields.size(), key.type()));
    }
    keys = new ColumnBatch(new RowSchema(keyFields), 0);
    probe = keyFields.isEmpty() ? null : context.kernels().project(stream, null, node.keyProbe());
    out = new ColumnBatch(node.schema(), OUT_ROWS_MIN);
    out.units(new int[OUT_ROWS_MIN]);
    if (expiredNeeded) {
      out.kinds(new byte[OUT_ROWS_MIN]);
    }
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (probe != null) {
      findKeys(probe, batch, lo, hi);
    }
    int nextKey = 0;
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      if (probe == null) {
        scan(batch, row);
      } else if (nextKey < keyCount && keyRows[nextKey] == row) {
        joinOne(batch, row, tableRows[nextKey++]);
      }
      endUnit();
    }
    flush();
  }

  /**
   * Looks up the keys of all rows of the range. The kernel leaves out rows whose key cannot be
   * computed; reading a batch without unit numbers it writes row indexes as units, and so tells
   * which rows the keys belong to.
   */
  private void findKeys(ProjectKernel kernel, ColumnBatch batch, int lo, int hi) {
    if (tableRows.length < hi - lo) {
      keys.ensureCapacity(hi - lo);
      tableRows = new int[keys.capacity()];
      keyRows = new int[keys.capacity()];
      keys.units(keyRows);
    }
    rowsAsUnits.viewOf(batch).units(null);
    keyCount = kernel.project(rowsAsUnits, lo, hi, keys, context.errors());
    table.findByKey(keys.columns(), 0, keyCount, tableRows);
    for (Column key : keys.columns()) {
      boolean[] nulls = key.nulls();
      for (int k = 0; k < keyCount; k++) {
        if (nulls[k]) {
          tableRows[k] = NO_ROW;
        }
      }
    }
  }

  private void joinOne(ColumnBatch batch, int row, int tableRow) {
    one[0] = tableRow;
    boolean isMatch = tableRow != NO_ROW;
    if (isMatch && condition != null) {
      isMatch = condition.filter(batch, row, table.rows(), one, 0, 1, hits, context.errors()) == 1;
    }
    if (isMatch) {
      append(batch, row, one, 1);
    } else if (isOuter) {
      appendPadded(batch, row);
    }
  }

  private void scan(ColumnBatch batch, int row) {
    int count = table.rowCount();
    if (condition != null) {
      if (hits.length < count) {
        hits = new int[Math.max(count, hits.length * 2)];
      }
      count = condition.filter(batch, row, table.rows(), null, 0, count, hits, context.errors());
    }
    if (count > 0) {
      append(batch, row, condition == null ? null : hits, count);
    } else if (isOuter) {
      appendPadded(batch, row);
    }
  }

  /** Appends one row per match; {@code matches} null: the first {@code count} rows of the table. */
  private void append(ColumnBatch batch, int row, int @Nullable [] matches, int count) {
    int from = outCount;
    appendStreamSide(batch, row, count);
    Column[] columns = out.columns();
    Column[] tableColumns = table.rows().columns();
    for (int c = 0; c < tableColumns.length; c++) {
      Column target = columns[streamColumnCount + c];
      if (matches == null) {
        target.copyFrom(tableColumns[c], 0, from, count);
      } else {
        target.gatherFrom(tableColumns[c], matches, 0, count, from);
      }
    }
  }

  private void appendPadded(ColumnBatch batch, int row) {
    appendStreamSide(batch, row, 1);
    Column[] columns = out.columns();
    for (int c = streamColumnCount; c < columns.length; c++) {
      columns[c].setNull(outCount - 1);
    }
  }

  private void appendStreamSide(ColumnBatch batch, int row, int count) {
    out.ensureCapacity(outCount + count);
    Column[] columns = out.columns();
    for (int c = 0; c < streamColumnCount; c++) {
      Column source = batch.column(c);
      for (int k = 0; k < count; k++) {
        columns[c].copyRow(source, row, outCount + k);
      }
    }
    int[] units = out.units();
    assert units != null : "set by the constructor";
    Arrays.fill(out.timestamps(), outCount, outCount + count, batch.timestamps()[row]);
    Arrays.fill(units, outCount, outCount + count, unit);
    byte[] kinds = out.kinds();
    if (kinds != null) {
      Arrays.fill(kinds, outCount, outCount + count, RowKind.CURRENT);
    }
    outCount += count;
  }

  /** Behind the matches of a row: the same as EXPIRED, and perhaps room for the next unit. */
  private void endUnit() {
    int count = outCount - unitStart;
    byte[] kinds = out.kinds();
    if (count > 0 && kinds != null) {
      out.ensureCapacity(outCount + count);
      out.copyRows(out, unitStart, outCount, count);
      kinds = out.kinds();
      int[] units = out.units();
      assert kinds != null && units != null : "set by the constructor";
      Arrays.fill(kinds, outCount, outCount + count, RowKind.EXPIRED);
      Arrays.fill(units, outCount, outCount + count, unit);
      long[] timestamps = out.timestamps();
      for (int row = outCount; row < outCount + count; row++) {
        timestamps[row] = context.timers().nowMillisAt(timestamps[row]);
      }
      outCount += count;
    }
    unitStart = outCount;
    unit++;
    if (outCount >= OUT_ROWS_MIN) {
      flush();
    }
  }

  private void flush() {
    int count = outCount;
    outCount = 0;
    unitStart = 0;
    unit = 0;
    if (count > 0) {
      output.emit(out, 0, count);
      for (Column column : out.columns()) {
        column.release(0, count);
      }
    }
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
