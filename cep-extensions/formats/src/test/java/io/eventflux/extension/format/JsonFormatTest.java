package io.eventflux.extension.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.extension.conformance.FormatConformance;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonFormatTest extends FormatConformance {
  private static final RowSchema TRADES =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.INT)));

  @Override
  protected FormatProvider format() {
    return new JsonFormat();
  }

  @Test
  void shouldReadMembersInAnyOrderAndSkipOthers() throws Exception {
    assertEquals(
        List.of(
            row("IBM", 12.5, 10),
            row("a\"é€😀\n/", -0.0, null),
            row(null, null, null),
            row("1.50", 3.0, 0)),
        read(
            Map.of(),
            "\uFEFF{\"symbol\":\"IBM\",\"price\":12.5,\"volume\":10}\r\n"
                + "\n"
                + " { \"x\" : [1, {\"symbol\": null}, []], \"price\":-0.0, \"volume\":null,"
                + " \"symb\\u006fl\":\"a\\\"\\u00e9€\\ud83d\\uDE00\\n\\/\" }\n"
                + "{}\n"
                + "{\"symbol\":1.50,\"price\":3,\"volume\":0}"));
  }

  @Test
  void shouldFollowPaths() throws Exception {
    RowSchema schema =
        new RowSchema(
            List.of(
                new Field("Id", Type.STRING),
                new Field("kg", Type.DOUBLE),
                new Field("first", Type.INT),
                new Field("all", Type.STRING)));
    Map<String, String> options =
        Map.of(
            "mapping.id", "$.parcel.id",
            "mapping.kg", "$.parcel['w (kg)']",
            "mapping.first", "$.list[1].x",
            "mapping.all", "$.list");

    assertEquals(
        List.of(row("p1", 2.5, 7, "[ {\"x\":1}, {\"x\":7} ]"), row(null, null, null, "[]")),
        decodeAll(
            schema,
            options,
            """
            {"parcel":{"w (kg)":2.5,"id":"p1"},"list":[ {"x":1}, {"x":7} ]}
            {"parcel":[],"list":[]}
            """
                .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldReadListsWhenPathsStartWithAnIndex() throws Exception {
    Map<String, String> options =
        Map.of("mapping.symbol", "$[0]", "mapping.price", "$[1]", "mapping.volume", "$[2]");

    assertEquals(List.of(row("IBM", 12.5, 10)), read(options, "[\"IBM\",12.5,10,null]\n"));
  }

  @Test
  void shouldFindTheColumnOfAMappingInAnyCase() throws DecodeException {
    assertEquals(
        List.of(row("IBM", 12.5, 10)),
        read(
            Map.of("mapping.PRICE", "$.p", "mapping.Volume", "$.v"),
            "{\"symbol\":\"IBM\",\"p\":12.5,\"v\":10,\"PRICE\":1}\n"));
    assertEquals(
        "option 'mapping.AB' names no column of the stream",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    decoder(
                        new RowSchema(
                            List.of(new Field("ab", Type.INT), new Field("aB", Type.INT))),
                        Map.of("mapping.AB", "$.x")))
            .getMessage());
  }

  @Test
  void shouldSayWhatIsWrongWithARecord() {
    assertEquals(
        "column 'price' needs a DOUBLE, but the record holds the text 'abc'",
        refusal("{\"price\":\"abc\"}"));
    assertEquals(
        "column 'volume' holds '3000000000', which is out of range for INT",
        refusal("{\"volume\":3000000000}"));
    assertEquals(
        "column 'volume' needs an INT, but the record holds an object",
        refusal("{\"volume\":{\"a\":1}}"));
    assertEquals(
        "column 'volume' needs an INT, but the record holds true", refusal("{\"volume\":true}"));
    assertEquals("an object has the name 'price' twice", refusal("{\"price\":1,\"price\":1}"));
    assertEquals(
        "an object has the name 'price' twice", refusal("{\"price\":1,\"x\":1,\"pric\\u0065\":1}"));
    assertEquals("an object has the name 'b' twice", refusal("{\"a\":{\"b\":1,\"c\":2,\"b\":1}}"));
    assertEquals(
        "the record is not valid JSON: nothing more is expected at byte 3, not 'x'",
        refusal("{}x"));
    assertEquals(
        "the record is not valid JSON: ',' or '}' is expected at byte 12, not '\"volume\":1}'",
        refusal("{\"price\":1 \"volume\":1}"));
    assertEquals(
        "the record is not valid JSON: it ends where a closing quote is expected",
        refusal("{\"symbol\":\"IBM"));
    assertEquals(
        "the record is not valid JSON: a value is expected at byte 10, not '01}'",
        refusal("{\"price\":01}"));
    assertEquals(
        "the record is not valid JSON: a value is expected at byte 10, not 'NaN}'",
        refusal("{\"price\":NaN}"));
    assertEquals(
        "the record is not valid JSON: half a surrogate pair at byte 17",
        refusal("{\"symbol\":\"\\ud83d\"}"));
    assertEquals("the record is not a JSON object, it starts with '12'", refusal("12"));
    // A list would be a row of NULLs otherwise, whatever it holds.
    assertEquals(
        "the record is not a JSON object, it starts with '[{\"price\":1}]'",
        refusal("[{\"price\":1}]"));
    assertEquals(
        "the record is nested more than 64 levels deep", refusal("{\"a\":" + "[".repeat(100_000)));
    assertEquals(
        "the record holds a number of more than 100 digits",
        refusal("{\"a\":" + "1".repeat(101) + "}"));
    assertEquals(
        "an object has a name of more than 256 characters",
        refusal("{\"" + "é".repeat(257) + "\":1}"));
  }

  @Test
  void shouldBoundTheMembersOfAnObject() throws Exception {
    StringBuilder fits = new StringBuilder("{\"m0\":0");
    for (int i = 1; i < 1_000; i++) {
      fits.append(",\"m").append(i).append("\":0");
    }

    assertEquals(List.of(row(null, null, null)), read(Map.of(), fits + "}"));
    assertEquals("an object has more than 1000 members", refusal(fits + ",\"more\":0}"));
    assertEquals(
        "an object has the name 'm7' twice", refusal(fits.toString().replace("m999", "m7") + "}"));
  }

  @Test
  void shouldAgreeWithJacksonOnDamagedRecords() throws Exception {
    String[] records = {
      "{\"symbol\":\"IBM\",\"price\":12.5e3,\"volume\":10,\"x\":[true,false,null,{\"a\":-1}]}",
      "{\"symbol\":\"a\\u0041\\n\\\"é€\",\"price\":-0.25,\"y\":{\"b\":[],\"c\":{}},\"volume\":0}",
      "{ \"price\" : 1 , \"volume\" : 2147483647 , \"symbol\" : \"\" }"
    };
    JsonFactory jackson =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    int accepted = 0;
    for (int seed = 0; seed < 30_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = records[seed % records.length].getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextInt(3) == 0
                ? (byte) random.nextInt(256)
                : bytes[random.nextInt(bytes.length)];
      }
      Map<String, @Nullable Object> expected = jacksonMembers(jackson, bytes);
      if (expected == null || !fitsTrades(expected)) {
        continue;
      }
      accepted++;
      List<@Nullable Object> wanted =
          row(
              expected.get("symbol"),
              expected.get("price") instanceof NumberToken price
                  ? Double.valueOf(price.text())
                  : null,
              expected.get("volume") instanceof NumberToken volume
                  ? Integer.valueOf(volume.text())
                  : null);
      assertEquals(List.of(wanted), decodeAll(TRADES, Map.of(), bytes), "seed=" + seed);
    }
    assertEquals(true, accepted > 3_000, "accepted=" + accepted);
  }

  @Test
  void shouldRefuseWhatJacksonRefuses() {
    JsonFactory jackson =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    String record = "{\"symbol\":\"a\\u0041é\",\"p\":[-1.5e-3,true,{\"k\":null}],\"volume\":7}";
    for (int seed = 0; seed < 30_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] =
          (byte)
              (random.nextInt(4) == 0
                  ? random.nextInt(256)
                  : "\"\\{}[]:,0e-.tn\n".charAt(random.nextInt(15)));
      if (jacksonMembers(jackson, bytes) != null) {
        continue;
      }
      assertThrows(DecodeException.class, () -> decodeAll(TRADES, Map.of(), bytes), "seed=" + seed);
    }
  }

  @Test
  void shouldWriteWhatEveryReaderUnderstands() throws Exception {
    ColumnBatch batch = new ColumnBatch(TRADES, 3);
    batch.column(0).setBoxed(0, "q\"\\\b\u0001é\u0085😀\ud800");
    batch.column(1).setBoxed(0, 3.0);
    batch.column(2).setBoxed(0, null);
    batch.column(0).setBoxed(1, null);
    batch.column(1).setBoxed(1, Double.NaN);
    batch.column(2).setBoxed(1, -7);
    batch.column(0).setBoxed(2, "");
    batch.column(1).setBoxed(2, Double.NEGATIVE_INFINITY);
    batch.column(2).setBoxed(2, 0);

    assertEquals(
        """
        {"symbol":"q\\"\\\\\\b\\u0001é\\u0085😀\ufffd","price":3.0,"volume":null}
        {"symbol":null,"price":null,"volume":-7}
        {"symbol":"","price":null,"volume":0}
        """,
        new String(encode(TRADES, Map.of(), batch, 3), StandardCharsets.UTF_8));
  }

  @Test
  void shouldWriteAPayloadWithTheValuesOfARowInIt() throws Exception {
    ColumnBatch batch = new ColumnBatch(TRADES, 2);
    batch.column(0).setBoxed(0, "a\"é");
    batch.column(1).setBoxed(0, 3.0);
    batch.column(2).setBoxed(0, 7);
    batch.column(0).setBoxed(1, null);
    batch.column(1).setBoxed(1, Double.NaN);
    batch.column(2).setBoxed(1, null);
    String payload =
        "{{volume}} \u20ac {\"s\": \"{{ symbol }}\", \"p\": {{price}}, \"open\": \"{{\"}";

    assertEquals(
        """
        7 € {"s": "a\\"é", "p": 3.0, "open": "{{"}
        null € {"s": "null", "p": null, "open": "{{"}
        """,
        new String(encode(TRADES, Map.of("payload", payload), batch, 2), StandardCharsets.UTF_8));
    assertEquals(
        "the payload names a column 'prize' that is not there",
        assertThrows(
                IllegalArgumentException.class,
                () -> encode(TRADES, Map.of("payload", "{{prize}}"), batch, 1))
            .getMessage());
  }

  @Test
  void shouldRefuseMappingsThatMakeNoSense() {
    assertEquals(
        "option 'mapping.prize' names no column of the stream",
        assertThrows(
                IllegalArgumentException.class,
                () -> decoder(TRADES, Map.of("mapping.prize", "$.a")))
            .getMessage());
    for (String path : List.of("a", "$.", "$..a", "$[x]", "$[1", "$['a]", "$a", "")) {
      assertEquals(
          "option 'mapping.price' takes a path such as '$.a.b[0]' or '$[''a b'']', not '"
              + path
              + "'",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> decoder(TRADES, Map.of("mapping.price", path)))
              .getMessage());
    }
  }

  /** A number as it stands in the record, so that the sign of zero is kept. */
  record NumberToken(String text, boolean isInt) {}

  private static boolean fitsTrades(Map<String, @Nullable Object> members) {
    Object symbol = members.get("symbol");
    Object price = members.get("price");
    Object volume = members.get("volume");
    return (symbol == null || symbol instanceof String)
        && (price == null
            || (price instanceof NumberToken token
                && Double.isFinite(Double.parseDouble(token.text()))))
        && (volume == null || (volume instanceof NumberToken token && token.isInt()));
  }

  /** The members of the record's object that hold scalars, or null if it is not well-formed. */
  static @Nullable Map<String, @Nullable Object> jacksonMembers(JsonFactory factory, byte[] bytes) {
    // A line feed would end our record.
    if (ByteSearch.indexOf(bytes, 0, bytes.length, (byte) '\n') >= 0) {
      return null;
    }
    try (JsonParser parser = factory.createParser(bytes)) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return null;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 1 && token.isScalarValue()) {
          members.put(
              parser.currentName(),
              switch (token) {
                case VALUE_NULL -> null;
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new NumberToken(
                        parser.getText(), parser.getNumberType() == JsonParser.NumberType.INT);
                default -> parser.getBooleanValue();
              });
        } else if (depth == 1 && token.isStructEnd()) {
          members.put(parser.currentName(), List.of());
        } else if (token.isScalarValue()) {
          // Reading lazily would leave half of a string unchecked.
          parser.getText();
        }
      }
      return parser.nextToken() == null ? members : null;
    } catch (IOException malformed) {
      return null;
    }
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private List<List<@Nullable Object>> read(Map<String, String> options, String text)
      throws DecodeException {
    return decodeAll(TRADES, options, text.getBytes(StandardCharsets.UTF_8));
  }

  private String refusal(String record) {
    DecodeException refused = assertThrows(DecodeException.class, () -> read(Map.of(), record));
    return Objects.requireNonNull(refused.getMessage());
  }
}
