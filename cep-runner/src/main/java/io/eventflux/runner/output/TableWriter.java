package io.eventflux.runner.output;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.text.DisplayWidth;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows for people:
 *
 * <pre>
 * symbol  notional
 * ------  --------
 * IBM        125.5
 * MSFT        NULL
 * </pre>
 *
 * The first rows are kept back until there are enough of them, or until {@link #flush}, to find out
 * how wide the columns are; from then on widths stay and longer values are cut with an ellipsis.
 * With several outputs the head is repeated, under the name of the stream, whenever another one has
 * its turn. Not thread-safe.
 */
public final class TableWriter implements RowWriter {
  /** Rows looked at before the widths are fixed. */
  private static final int SAMPLE_ROWS = 100;

  private static final int CELL_WIDTH_MAX = 48;
  private static final int CELL_WIDTH_MIN = 4;
  private static final String GAP = "  ";
  private static final String NULL = "NULL";

  private final List<Table> tables;
  private final OutputStream out;
  private final int columns;

  /** Rows in order of arrival whose widths are not fixed yet. */
  private final List<PendingRow> pending = new ArrayList<>();

  private final StringBuilder text = new StringBuilder();
  private int lastOutput = -1;

  private record PendingRow(int output, List<String> cells) {}

  /** The state of one output. */
  private static final class Table {
    final String stream;
    final RowSchema schema;
    int[] widths = new int[0];

    Table(OutputStreamSchema output) {
      stream = output.stream();
      schema = output.schema();
    }

    boolean isNumeric(int column) {
      return schema.field(column).type().isNumeric();
    }
  }

  /**
   * A writer.
   *
   * @param outputs what will be written
   * @param out where to; stays open
   * @param columns width of the terminal; 0: as wide as needed
   */
  public TableWriter(List<OutputStreamSchema> outputs, OutputStream out, int columns) {
    this.tables = outputs.stream().map(Table::new).toList();
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void write(int output, ColumnBatch batch, int lo, int hi) throws IOException {
    for (int position = lo; position < hi; position++) {
      pending.add(new PendingRow(output, cells(tables.get(output), batch, batch.row(position))));
      if (pending.size() >= SAMPLE_ROWS) {
        drain();
      }
    }
  }

  private static List<String> cells(Table table, ColumnBatch batch, int row) {
    List<String> cells = new ArrayList<>(table.schema.size());
    for (int c = 0; c < table.schema.size(); c++) {
      Object value = batch.column(c).boxed(row);
      cells.add(
          value == null
              ? NULL
              : DisplayText.printable(ValueText.of(value, table.schema.field(c).type())));
    }
    return cells;
  }

  @Override
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  private void drain() throws IOException {
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).widths.length == 0) {
        fixWidths(i);
      }
    }
    for (PendingRow row : pending) {
      Table table = tables.get(row.output());
      if (row.output() != lastOutput) {
        head(table);
        lastOutput = row.output();
      }
      line(table, row.cells());
    }
    pending.clear();
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  /** Does nothing for an output without rows so far, so that its first rows decide. */
  private void fixWidths(int output) {
    Table table = tables.get(output);
    int[] widths = new int[table.schema.size()];
    boolean hasRows = false;
    for (PendingRow row : pending) {
      if (row.output() == output) {
        hasRows = true;
        for (int c = 0; c < widths.length; c++) {
          widths[c] = Math.max(widths[c], DisplayWidth.of(row.cells().get(c)));
        }
      }
    }
    if (!hasRows) {
      return;
    }
    for (int c = 0; c < widths.length; c++) {
      Field field = table.schema.field(c);
      int name = DisplayWidth.of(DisplayText.printable(field.name()));
      widths[c] = Math.min(CELL_WIDTH_MAX, Math.max(widths[c], name));
    }
    fit(widths);
    table.widths = widths;
  }

  /** Takes from the widest column until the row fits the terminal or nothing more can be taken. */
  private void fit(int[] widths) {
    int total = (widths.length - 1) * GAP.length();
    for (int width : widths) {
      total += width;
    }
    while (columns > 0 && total > columns) {
      int widest = 0;
      for (int c = 1; c < widths.length; c++) {
        widest = widths[c] > widths[widest] ? c : widest;
      }
      if (widths[widest] <= CELL_WIDTH_MIN) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  private void head(Table table) {
    if (lastOutput >= 0) {
      text.append('\n');
    }
    if (tables.size() > 1) {
      text.append(DisplayText.printable(table.stream)).append('\n');
    }
    int start = text.length();
    for (int c = 0; c < table.widths.length; c++) {
      String name = DisplayText.printable(table.schema.field(c).name());
      text.append(c == 0 ? "" : GAP);
      DisplayText.append(text, name, table.widths[c], table.isNumeric(c));
    }
    endLine(start);
    for (int c = 0; c < table.widths.length; c++) {
      text.append(c == 0 ? "" : GAP).append("-".repeat(table.widths[c]));
    }
    text.append('\n');
  }

  private void line(Table table, List<String> cells) {
    int start = text.length();
    for (int c = 0; c < cells.size(); c++) {
      text.append(c == 0 ? "" : GAP);
      DisplayText.append(text, cells.get(c), table.widths[c], table.isNumeric(c));
    }
    endLine(start);
  }

  private void endLine(int start) {
    int end = text.length();
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    text.setLength(end);
    text.append('\n');
  }
}
