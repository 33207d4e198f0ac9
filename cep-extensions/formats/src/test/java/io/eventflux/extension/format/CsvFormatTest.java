package io.eventflux.extension.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.extension.conformance.FormatConformance;
import io.eventflux.extension.conformance.RandomRows;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvFormatTest extends FormatConformance {
  private static final RowSchema TRADES =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.INT)));

  @Override
  protected FormatProvider format() {
    return new CsvFormat();
  }

  @Override
  protected List<Map<String, String>> variants() {
    return List.of(
        Map.of(),
        Map.of("header", "true"),
        Map.of("delimiter", ";", "header", "true"),
        Map.of("delimiter", "tab"));
  }

  @Test
  void shouldReadPlainAndQuotedFields() throws Exception {
    assertEquals(
        List.of(
            row("IBM", 12.5, 10),
            row("a,b", 1.0, -3),
            row("say \"hi\"\nthere", null, null),
            row("", null, 7),
            row(null, 0.5, 8)),
        read(
            Map.of(),
            "IBM,12.5,10\r\n\n\"a,b\", 1 ,\"-3\"\n\"say \"\"hi\"\"\nthere\",,\n\"\",\"\",7\n,.5,+8"));
  }

  @Test
  void shouldMatchColumnsByNameWhenThereIsAHeader() throws Exception {
    assertEquals(
        List.of(row("IBM", 12.5, 10)),
        read(
            Map.of("header", "true"),
            "\uFEFF\"VOLUME\",ignored, price ,symbol\n10,\"x,y\",12.5,IBM\n"));
  }

  @Test
  void shouldRefuseEveryRecordWhenTheHeaderLacksAColumn() {
    Decoder decoder = decoder(TRADES, Map.of("header", "true"));
    String expected = "the header has no column 'volume'";

    assertEquals(expected, refusal(decoder, "symbol,price,volum\n"));
    assertEquals(expected, refusal(decoder, "IBM,12.5,10\n"));
  }

  @Test
  void shouldRefuseAHeaderThatNamesAColumnTwice() {
    assertEquals(
        "the header names column 'price' twice",
        refusal(decoder(TRADES, Map.of("header", "true")), "symbol,price,volume,Price\n"));
  }

  @Test
  void shouldSayWhatIsWrongWithARecord() {
    assertEquals(
        "column 'price' needs a DOUBLE, but the record holds 'abc'", refusal("IBM,abc,10\n"));
    assertEquals(
        "column 'volume' holds '3000000000', which is out of range for INT",
        refusal("IBM,1,3000000000\n"));
    assertEquals(
        "column 'volume' needs an INT, but the record holds '1.5'", refusal("IBM,1,1.5\n"));
    assertEquals(
        "column 'volume' needs an INT, but the record holds 'NaN'", refusal("IBM,1,NaN\n"));
    assertEquals(
        "column 'price' holds '1e999', which is out of range for DOUBLE", refusal("IBM,1e999,1\n"));
    assertEquals(
        "column 'price' holds a number of more than 100 digits",
        refusal("IBM," + "1".repeat(101) + ",1\n"));
    assertEquals("the record has 2 fields, but the stream has 3 columns", refusal("IBM,1\n"));
    assertEquals("the record has 4 fields, but the stream has 3 columns", refusal("IBM,1,2,\n"));
    assertEquals(
        "a quote stands inside a field that does not start with one, at byte 3",
        refusal("IB\"M,1,2\n"));
    assertEquals(
        "a quoted field is followed by 'x' instead of a delimiter", refusal("\"IBM\"x,1,2\n"));
    assertEquals("a quoted field is not closed", refusal("\"IBM,1,2\n"));
    assertEquals("a line break stands outside quotes, at byte 3", refusal("IB\rM,1,2\n"));
    assertEquals("the record has more than 4096 fields", refusal(",".repeat(5_000)));
    assertEquals(
        "column 'price' needs a DOUBLE, but the record holds"
            + " '\\u001b[31m01234567890123456789012345678901234...'",
        refusal("IBM,\u001b[31m01234567890123456789012345678901234567890123456789,1\n"));
  }

  @Test
  void shouldNotReadBeyondARecord() throws Exception {
    byte[] bytes = "9,A,1,2,5,77,88,99,".getBytes(StandardCharsets.UTF_8);
    ColumnBatch batch = new ColumnBatch(TRADES, 1);

    assertEquals(1, decoder(TRADES, Map.of()).decode(bytes, 2, 7, batch, 0));

    assertEquals(List.of(row("A", 1.0, 2)), RandomRows.rows(batch, 1));
  }

  @Test
  void shouldLoseOneRecordToAStrayQuote() throws Exception {
    byte[] bytes = "A,1,2\n\"B\"x\",3,4\nC,5,6\n".getBytes(StandardCharsets.UTF_8);
    Decoder decoder = decoder(TRADES, Map.of());

    int first = decoder.recordEnd(bytes, 0, bytes.length, true);
    int second = decoder.recordEnd(bytes, first, bytes.length, true);

    assertEquals(6, first);
    assertEquals(
        "C,5,6\n", new String(bytes, second, bytes.length - second, StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadEveryTextFormOfTruthAndTime() throws Exception {
    RowSchema schema =
        new RowSchema(
            List.of(
                new Field("b", Type.BOOL),
                new Field("at", Type.TIMESTAMP),
                new Field("d", Type.DATE),
                new Field("t", Type.TIME),
                new Field("i", Type.INTERVAL)));
    String text =
        """
        Yes,2025-03-01T10:15:00.250Z,2025-03-01,10:15,1 min 30 sec
        0,1740824100250,1740824100250,36900000,500
        F,2025-03-01 11:15:00.2509999 +01:00,1969-12-31,23:59:59.999,1 day
        TRUE,2025-03-01,2024-02-29,00:00:00,0
        """;

    assertEquals(
        List.of(
            Arrays.asList(true, 1740824100250L, 1740787200000L, 36_900_000L, 90_000L),
            Arrays.asList(false, 1740824100250L, 1740787200000L, 36_900_000L, 500L),
            Arrays.asList(false, 1740824100250L, -86_400_000L, 86_399_999L, 86_400_000L),
            Arrays.asList(true, 1740787200000L, 1709164800000L, 0L, 0L)),
        decodeAll(schema, Map.of(), text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldWriteWhatSpreadsheetsRead() throws Exception {
    RowSchema schema = RandomRows.schema();
    ColumnBatch batch = new ColumnBatch(schema, 1);
    Object[] values = {
      true,
      -1,
      5L,
      1.5f,
      3.0,
      new BigDecimal("12.5000"),
      "a,\"b\"",
      1740824100250L,
      1740787200000L,
      36_900_000L,
      500L,
      ByteString.ofHex("0AFF"),
      "[1]",
      "text",
      List.of(1.0, 2.5),
      Map.of("a", 1740787200000L),
      Map.of("name", "b", "seen", 0L)
    };
    for (int c = 0; c < values.length; c++) {
      batch.column(c).setBoxed(0, values[c]);
    }

    assertEquals(
        """
        flag,small,large,single,price,amount,"symbol ""x"", y",at,day,time,gap,raw,document,anything,list,days,place
        true,-1,5,1.5,3.0,12.5000,"a,""b\""",2025-03-01 10:15:00.250,2025-03-01,10:15:00.000,500,Cv8=,[1],\"\"\"text\"\"\","[1.0,2.5]","{""a"":""2025-03-01""}","{""name"":""b"",""at"":null,""seen"":""1970-01-01 00:00:00.000""}"
        """,
        new String(encode(schema, Map.of("header", "true"), batch, 1), StandardCharsets.UTF_8));
  }

  @Test
  void shouldKeepNumbersThatAreNotFinite() throws Exception {
    RowSchema schema =
        new RowSchema(List.of(new Field("x", Type.DOUBLE), new Field("y", Type.FLOAT)));
    ColumnBatch batch = new ColumnBatch(schema, 2);
    batch.column(0).setBoxed(0, Double.NaN);
    batch.column(1).setBoxed(0, Float.POSITIVE_INFINITY);
    batch.column(0).setBoxed(1, Double.NEGATIVE_INFINITY);
    batch.column(1).setBoxed(1, Float.NaN);

    assertEquals(
        RandomRows.rows(batch, 2), decodeAll(schema, Map.of(), encode(schema, Map.of(), batch, 2)));
  }

  @Test
  void shouldRefuseDelimitersThatCannotWork() {
    assertEquals(
        "option 'delimiter' takes one ASCII character other than a quote or line break, or 'tab',"
            + " not '||'",
        assertThrows(
                IllegalArgumentException.class, () -> decoder(TRADES, Map.of("delimiter", "||")))
            .getMessage());
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private List<List<@Nullable Object>> read(Map<String, String> options, String text)
      throws DecodeException {
    return decodeAll(TRADES, options, text.getBytes(StandardCharsets.UTF_8));
  }

  private String refusal(String record) {
    return refusal(decoder(TRADES, Map.of()), record);
  }

  private static String refusal(Decoder decoder, String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    DecodeException refused =
        assertThrows(
            DecodeException.class,
            () -> decoder.decode(bytes, 0, bytes.length, new ColumnBatch(TRADES, 1), 0));
    return Objects.requireNonNull(refused.getMessage());
  }
}
