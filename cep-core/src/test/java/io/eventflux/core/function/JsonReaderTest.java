package io.eventflux.core.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.column.ByteString;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final Type ROW =
      new Type.Row(
          List.of(
              new Type.Field("n", new Type.Decimal(5, 2)),
              new Type.Field("at", Type.TIMESTAMP),
              new Type.Field("raw", Type.BINARY)));

  @Test
  void shouldReadAnyValue() throws Exception {
    Object value =
        JsonReader.read(
            " {\"a\": [1, 3000000000, 1.5, -2e3, true, null], \"b\\u0041\\n\": {}, \"c\": 12345678901234567890}",
            Type.OBJECT);

    List<@Nullable Object> list =
        new ArrayList<>(Arrays.asList(1, 3_000_000_000L, 1.5, -2000.0, true));
    list.add(null);
    assertEquals(
        Map.of("a", list, "bA\n", Map.of(), "c", new BigDecimal("12345678901234567890")), value);
  }

  @Test
  void shouldReadFieldsByNameAndPassOverOthers() throws Exception {
    Object value =
        JsonReader.read(
            "{\"other\": [{\"n\": 1}], \"raw\": \"Cv8=\", \"n\": 1.005, \"at\": 1000}", ROW);

    assertEquals(
        Map.of(
            "n",
            new BigDecimal("1.01"),
            "at",
            1000L,
            "raw",
            ByteString.copyOf(new byte[] {0x0A, (byte) 0xFF})),
        value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{a: 1}",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "tru",
        "nul",
        "'x'",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"open",
        "[1] 2",
        "NaN",
        "-"
      })
  void shouldRefuseWhatIsNoJson(String text) {
    assertThrows(JsonReader.MisfitException.class, () -> JsonReader.read(text, Type.OBJECT));
    assertNull(JsonReader.checked(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[1];BIGINT cannot take an array",
        "1.5;BIGINT cannot take the number 1.5",
        "\"7\";BIGINT cannot take the text '7'",
        "true;BIGINT cannot take true",
        "{;the JSON text ends where a name is expected",
        "1 x;something follows the value at character 3"
      })
  void shouldSayWhatDoesNotFit(String text, String message) {
    Type type = text.startsWith("{") ? Type.OBJECT : Type.LONG;

    JsonReader.MisfitException misfit =
        assertThrows(JsonReader.MisfitException.class, () -> JsonReader.read(text, type));

    assertEquals(message, misfit.getMessage());
  }

  @Test
  void shouldReadNumbersBeyondEveryTypeWithoutWritingThemOut() throws Exception {
    Object value = JsonReader.read("[1e400, -1.5e400, 1e-400, 1e999999999]", Type.OBJECT);

    assertEquals(
        List.of(
            new BigDecimal("1e400"),
            new BigDecimal("-1.5e400"),
            0.0,
            new BigDecimal("1e999999999")),
        value);
    String printed = JsonPrinter.print(value, Type.OBJECT);
    assertEquals("1E+999999999]", printed.substring(printed.length() - 13));
    assertEquals(value, JsonReader.read(printed, Type.OBJECT));
    assertNull(ValueConversion.of("1e999999999", Type.DECIMAL));
    assertNull(new ValueConversion(Type.OBJECT, Type.LONG).apply(new BigDecimal("1e999999999")));
    assertEquals(
        0L, new ValueConversion(Type.OBJECT, Type.LONG).apply(new BigDecimal("1e-999999999")));
    assertNull(new ValueConversion(Type.OBJECT, Type.DOUBLE).apply(new BigDecimal("-1e400")));
    assertNull(JsonReader.checked("1e1234567890"));
  }

  @Test
  void shouldTakeNumbersOfAnySizeWhereTheyArePassedOver() throws Exception {
    assertEquals("{\"a\":[1e400]}", JsonReader.checked("{\"a\":[1e400]}"));
    assertEquals(
        Map.of("n", new BigDecimal("1.00"), "at", 1000L, "raw", ByteString.copyOf(new byte[0])),
        JsonReader.read("{\"other\":{\"b\":1e400},\"n\":1,\"at\":1000,\"raw\":\"\"}", ROW));
    assertThrows(JsonReader.MisfitException.class, () -> JsonReader.read("1e400", Type.DOUBLE));
  }

  @Test
  void shouldBoundTheDepth() throws Exception {
    String deepest = "[".repeat(JsonReader.DEPTH_MAX) + "]".repeat(JsonReader.DEPTH_MAX);

    assertEquals(deepest, JsonPrinter.print(JsonReader.read(deepest, Type.OBJECT), Type.OBJECT));
    assertNull(JsonReader.checked("[" + deepest + "]"));
    assertNull(JsonReader.checked("[".repeat(1_000_000)));
  }

  @Test
  void shouldKeepCheckedTextOnOneLine() {
    assertEquals("{ \"a\": 1 }", JsonReader.checked("\n{\n\"a\": 1\r}  "));
  }
}
