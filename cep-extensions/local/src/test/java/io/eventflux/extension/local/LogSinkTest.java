package io.eventflux.extension.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.extension.conformance.StreamSinkContext;
import io.eventflux.extension.format.CsvFormat;
import io.eventflux.query.type.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogSinkTest {
  private static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("name", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("sum", new Type.Decimal(20, 0)),
              new Field("at", Type.TIMESTAMP)));

  @Test
  void shouldWriteALineARowThatATerminalCannotObey() throws IOException {
    assertEquals(
        """
        2025-03-01 10:15:00.250 WARN  Out name='IBM', price=12.5, sum=1000000, at=1970-01-01 00:00:00.005
        2025-03-01 10:15:00.251 WARN  Out name='a\\nb\\u001b[31m\\u202e', price=null, sum=null, at=null
        2025-03-01 10:15:00.252 WARN  Out name='%s...', price=null, sum=null, at=null
        """
            .formatted("x".repeat(256)),
        log(null, null));
  }

  @Test
  void shouldWriteThePrefixAndTheFormatOfTheStream() throws IOException {
    assertEquals(
        """
        2025-03-01 10:15:00.250 WARN  my\\tbig trades IBM,12.5,1000000,1970-01-01 00:00:00.005
        2025-03-01 10:15:00.251 WARN  my\\tbig trades "a\\nb\\u001b[31m\\u202e",,,
        2025-03-01 10:15:00.252 WARN  my\\tbig trades %s,,,
        """
            .formatted("x".repeat(300)),
        log("my\tbig trades", new CsvFormat().encoder(SCHEMA, new ConnectorOptions(Map.of()))));
  }

  @Test
  void shouldWriteAPrefixOfEachRow() throws IOException {
    assertEquals(
        """
        2025-03-01 10:15:00.250 WARN  IBM at 1970-01-01 00:00:00.005 costs 12.5: name='IBM', price=12.5, sum=1000000, at=1970-01-01 00:00:00.005
        2025-03-01 10:15:00.251 WARN  a\\nb\\u001b[31m\\u202e at null costs null: name='a\\nb\\u001b[31m\\u202e', price=null, sum=null, at=null
        2025-03-01 10:15:00.252 WARN  %s at null costs null: name='%s...', price=null, sum=null, at=null
        """
            .formatted("x".repeat(300), "x".repeat(256)),
        log("{{name}} at {{ at }} costs {{price}}:", null));
  }

  @Test
  void shouldRefuseWordsItDoesNotKnow() {
    assertEquals(
        "option 'priority' takes one of trace, debug, info, warn, error, not 'loud'",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new LogSinkProvider().create(new ConnectorOptions(Map.of("priority", "loud"))))
            .getMessage());
    assertEquals(
        "option 'output' takes one of stderr, logger, not 'paper'",
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogSinkProvider().create(new ConnectorOptions(Map.of("output", "paper"))))
            .getMessage());
  }

  private static String log(@Nullable String prefix, @Nullable Encoder encoder) throws IOException {
    ColumnBatch batch = new ColumnBatch(SCHEMA, 3);
    @Nullable Object[][] rows = {
      {"IBM", 12.5, new BigDecimal("1E+6").setScale(0), 5L},
      {"a\nb\u001b[31m\u202e", null, null, null},
      {"x".repeat(300), null, null, null}
    };
    for (int row = 0; row < rows.length; row++) {
      batch.timestamps()[row] = 1740824100250L + row;
      for (int c = 0; c < 4; c++) {
        batch.column(c).setBoxed(row, rows[row][c]);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sink sink =
        LogSinkProvider.toStream(
            prefix, "warn", new PrintStream(out, true, StandardCharsets.UTF_8));
    sink.open(new StreamSinkContext(SCHEMA, encoder));
    sink.write(batch, 0, 3);
    sink.flush();
    sink.close();
    sink.close();
    return out.toString(StandardCharsets.UTF_8);
  }
}
