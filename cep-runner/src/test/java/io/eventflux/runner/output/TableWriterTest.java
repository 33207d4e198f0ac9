package io.eventflux.runner.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableWriterTest {
  private static final OutputStreamSchema TRADES =
      new OutputStreamSchema(
          "Trades",
          new RowSchema(
              List.of(
                  new Field("symbol", Type.STRING),
                  new Field("price", Type.DOUBLE),
                  new Field("fee", new Type.Decimal(10, 2)),
                  new Field("at", Type.TIMESTAMP))));
  private static final OutputStreamSchema ALARMS =
      new OutputStreamSchema("Alarms", new RowSchema(List.of(new Field("on", Type.BOOL))));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static ColumnBatch batch(OutputStreamSchema output, @Nullable Object[]... rows) {
    ColumnBatch batch = new ColumnBatch(output.schema(), rows.length);
    for (int row = 0; row < rows.length; row++) {
      for (int c = 0; c < rows[row].length; c++) {
        batch.column(c).setBoxed(row, rows[row][c]);
      }
    }
    return batch;
  }

  private static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldAlignNumbersRightAndShowNull() throws IOException {
    TableWriter writer = new TableWriter(List.of(TRADES), out, 0);

    writer.write(
        0,
        batch(
            TRADES,
            row("IBM", 125.5, new BigDecimal("0.10"), 0L),
            row("日本", null, null, 1_700_000_000_123L)),
        0,
        2);
    writer.flush();

    assertEquals(
        """
        symbol  price   fee  at
        ------  -----  ----  -----------------------
        IBM     125.5  0.10  1970-01-01 00:00:00.000
        日本     NULL  NULL  2023-11-14 22:13:20.123
        """,
        text());
  }

  @Test
  void shouldCutLaterRowsToTheWidthsOfTheFirst() throws IOException {
    TableWriter writer = new TableWriter(List.of(ALARMS), out, 0);
    writer.write(0, batch(ALARMS, row(true)), 0, 1);
    writer.flush();

    writer.write(0, batch(ALARMS, row(false)), 0, 1);
    writer.flush();

    assertEquals("on\n----\ntrue\nfal…\n", text());
  }

  @Test
  void shouldFitTheTerminalByShrinkingTheWidestColumns() throws IOException {
    TableWriter writer = new TableWriter(List.of(TRADES), out, 40);

    writer.write(0, batch(TRADES, row("line\nbreak", 1.0, new BigDecimal("2.00"), 0L)), 0, 1);
    writer.flush();

    assertEquals(
        """
        symbol       price   fee  at
        -----------  -----  ----  --------------
        line\\nbreak    1.0  2.00  1970-01-01 00…
        """,
        text());
  }

  @Test
  void shouldNameTheStreamWhenAnotherOneHasItsTurn() throws IOException {
    TableWriter writer = new TableWriter(List.of(TRADES, ALARMS), out, 0);
    ColumnBatch trades = batch(TRADES, row("A", 1.0, null, 0L), row("B", 2.0, null, 0L));
    trades.selection(new int[] {1});

    writer.write(1, batch(ALARMS, row(true)), 0, 1);
    writer.write(0, trades, 0, 1);
    writer.write(1, batch(ALARMS, row(false)), 0, 1);
    writer.flush();

    assertEquals(
        """
        Alarms
        on
        -----
        true

        Trades
        symbol  price   fee  at
        ------  -----  ----  -----------------------
        B         2.0  NULL  1970-01-01 00:00:00.000

        Alarms
        on
        -----
        false
        """,
        text());
  }
}
