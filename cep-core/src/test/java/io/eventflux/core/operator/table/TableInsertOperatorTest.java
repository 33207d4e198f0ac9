package io.eventflux.core.operator.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.FakeOperatorContext;
import io.eventflux.core.operator.RecordingOutput;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.Table;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inserts into a table (k, v) with primary key k. */
final class TableInsertOperatorTest {
  private static final RowSchema SCHEMA =
      new RowSchema(List.of(new Field("k", Type.INT), new Field("v", Type.STRING)));

  private final RecordingOutput output = new RecordingOutput();
  private final FakeOperatorContext context = new FakeOperatorContext(SCHEMA);

  @Test
  void shouldKeepTheFirstRowOfAKeyAndReportTheOthers() {
    Table table = new Table(SCHEMA, List.of(0), List.of(), List.of());
    ColumnBatch batch = batch(new Object[][] {{1, "a"}, {2, "b"}, {1, "c"}, {null, "d"}, {3, "e"}});
    batch.selection(new int[] {0, 2, 3, 4});

    operator(table).process(0, batch, 0, 4);

    assertEquals(List.of("[1, a]", "[null, d]", "[3, e]"), rows(table));
    assertEquals(
        List.of("[1, c] rejected: table 'T' has a row with this primary key already"),
        context.reports());
    assertEquals(List.of(), output.units());
  }

  @Test
  void shouldReportRowsWithNullWhereTheTableRefusesIt() {
    Table table = new Table(SCHEMA, List.of(0), List.of(0, 1), List.of());

    operator(table).process(0, batch(new Object[][] {{null, "a"}, {1, null}, {1, "b"}}), 0, 3);

    assertEquals(List.of("[1, b]"), rows(table));
    assertEquals(
        List.of(
            "[null, a] rejected: table 'T' has a column that refuses NULL",
            "[1, null] rejected: table 'T' has a column that refuses NULL"),
        context.reports());
  }

  @Test
  void shouldAppendEveryRowWithoutAPrimaryKey() {
    Table table = new Table(SCHEMA, List.of(), List.of(), List.of());

    operator(table).process(0, batch(new Object[][] {{1, "a"}, {1, "a"}}), 0, 2);

    assertEquals(List.of("[1, a]", "[1, a]"), rows(table));
    assertEquals(List.of(), context.reports());
  }

  private TableInsertOperator operator(Table table) {
    return new TableInsertOperator(
        new PlanNode.TableInsert(1, "query/insert", 0, "T", SCHEMA),
        context.with("T", table),
        output);
  }

  private static ColumnBatch batch(Object[][] rows) {
    ColumnBatch batch = new ColumnBatch(SCHEMA, rows.length);
    for (int row = 0; row < rows.length; row++) {
      batch.column(0).setBoxed(row, rows[row][0]);
      batch.column(1).setBoxed(row, rows[row][1]);
    }
    return batch;
  }

  private static List<String> rows(Table table) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < table.rowCount(); row++) {
      rows.add(FakeOperatorContext.text(table.rows(), row));
    }
    return rows;
  }
}
