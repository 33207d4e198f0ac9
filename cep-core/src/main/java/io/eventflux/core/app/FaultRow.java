package io.eventflux.core.app;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.pipeline.FailedRow;

/** Writes failed rows as rows of fault streams (language 3.3). Stateless. */
final class FaultRow {
  private FaultRow() {}

  /**
   * A batch of one row: the event that failed, and in the last column what went wrong. Of an event
   * that is not known alone, those columns are filled that the operator still had under their name;
   * the others are NULL.
   *
   * @param schema the attributes of the fault stream
   * @param reason what goes into {@code _error}
   */
  static ColumnBatch row(RowSchema schema, FailedRow failed, String reason) {
    ColumnBatch batch = new ColumnBatch(schema, 1);
    ColumnBatch event = failed.eventBatch();
    int last = schema.size() - 1;
    for (int c = 0; c < last; c++) {
      Column column = batch.column(c);
      int kept = event != null ? c : indexOf(failed.schema(), schema, c);
      ColumnBatch from = event != null ? event : failed.batch();
      if (kept < 0) {
        column.setNull(0);
      } else {
        column.copyFrom(from.column(kept), event != null ? failed.eventRow() : failed.row(), 0, 1);
      }
    }
    batch.column(last).setBoxed(0, reason);
    return batch;
  }

  /** Where the attribute {@code column} of a fault stream stands among others; -1: nowhere. */
  private static int indexOf(RowSchema others, RowSchema schema, int column) {
    for (int i = 0; i < others.size(); i++) {
      if (others.field(i).equals(schema.field(column))) {
        return i;
      }
    }
    return -1;
  }
}
