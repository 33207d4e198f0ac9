package io.eventflux.core.operator.table;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.state.Table;

/**
 * Appends every row to a table, one after the other, whatever its kind: rows that are inserted
 * become CURRENT. A row whose key is there already, that has NULL where the table refuses it, or a
 * text longer than its column takes, is reported and changes nothing (language 2.1, 3.4). Emits
 * nothing. The table belongs to the pipeline and is part of its snapshot, so this operator has
 * none.
 */
public final class TableInsertOperator implements Operator {
  private final OperatorContext context;
  private final Output output;
  private final Table table;
  private final String duplicateKey;
  private final String nullRefused;
  private final String tableName;

  /** The operator of {@code node}; {@code output} gets watermarks only. */
  public TableInsertOperator(PlanNode.TableInsert node, OperatorContext context, Output output) {
    this.context = context;
    this.output = output;
    table = context.table(node.table());
    tableName = node.table();
    duplicateKey = "table '" + node.table() + "' has a row with this primary key already";
    nullRefused = "table '" + node.table() + "' has a column that refuses NULL";
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      Table.Insertion insertion = table.insert(batch, row);
      if (insertion != Table.Insertion.INSERTED) {
        context.rejectRow(batch, row, reason(insertion, batch, row));
      }
    }
  }

  private String reason(Table.Insertion insertion, ColumnBatch batch, int row) {
    if (insertion == Table.Insertion.DUPLICATE_KEY) {
      return duplicateKey;
    }
    LengthLimit limit = table.tooLong(batch, row);
    return insertion == Table.Insertion.TOO_LONG && limit != null
        ? limit.refusal(table.schema()) + ", in table '" + tableName + "'"
        : nullRefused;
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
