package io.eventflux.extension.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.DecodeCursor;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.extension.conformance.DecodedInput;
import io.eventflux.query.type.Type;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Records of which most are as records usually are, and some nearly so: decoders have a fast way
 * for the first, and must notice the second. Blocks are compared with the careful way record by
 * record, at every cut, and both formats with readers that are not ours. Seeds are in the messages.
 */
class UsualRecordsTest {
  private static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.INT),
              new Field("count", Type.LONG),
              new Field("ts", Type.TIMESTAMP)));

  private static final String[][] USUAL = {
    {"IBM", "SYM0001", "a longer text than eight bytes", "Müller", "日本", "", "x", "\\"},
    {"12.5", "0.25", "-3.75", "93", "1234.5678", "123456.75", "0.30000000000000004", "1e5", "0"},
    {"1", "-7", "999", "1000000", "12345678", "0", "2147483647"},
    {"1", "42", "-9223372036854775808", "1740824100250", "123456789012345678"},
    {
      "2025-03-01 10:15:00.250",
      "2025-03-01 10:15:59.999",
      "2025-03-01T10:16:00.000Z",
      "2024-02-29 23:59:59.001",
      "1740824100250",
      "2025-03-01"
    }
  };

  private static final String[] UNUSUAL = {
    "IBM",
    "a\tb",
    "a\u0001",
    "IB\"M",
    "a\rb",
    "a\r",
    " ",
    "-",
    ".",
    "-0",
    "-0.0",
    "007",
    "+3",
    ".5",
    "5.",
    "1.5",
    "1e",
    "1e999",
    "1e-400",
    "1.2.3",
    "1_0",
    "12a",
    " 12 ",
    "12 ",
    "NaN",
    "Infinity",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "18446744073709551616",
    "99999999",
    "123456789012345678901234567890",
    "0.1234567890123456789012345",
    "1".repeat(101),
    "2025-03-01 10:15:60.000",
    "2025-13-01 10:15:00.000",
    "2025-02-29 10:15:00.000",
    "2025-03-01 10:15:00,250",
    "2025-03-01 10:15:00.25",
    "2025-03-01 10:15:00.2501",
    "2025-03-01 10:15:00.250z",
    "2025-03-01 10:15:00.250 Z",
    "2025-03-01 10:15",
    "2025-03-01 24:00",
    "2025-03-01x10:15:00.250",
    "2025-03-01 10:15:0a.250",
    "true",
    "null",
    ":",
    "é",
    "😀"
  };

  private static final String[] QUOTED = {
    "\"IBM\"",
    "\"\"",
    "\"a,b\"",
    "\"say \"\"hi\"\"\"",
    "\"a\nb\"",
    "\"é\"",
    "\"12.5\"",
    "\"7\"",
    "\"2025-03-01 10:15:00.250\"",
    "\"x\"y",
    "\"open",
    "\"\"\"\"",
    "\"a\r\nb\"",
    "\"\t\""
  };

  @Test
  void shouldReadBlocksOfCsvAsRecords() {
    for (int seed = 0; seed < 6_000; seed++) {
      Random random = new Random(seed);
      checkBlocks(new CsvFormat(), csv(random), random, seed);
    }
  }

  @Test
  void shouldReadBlocksOfJsonAsRecords() {
    for (int seed = 0; seed < 6_000; seed++) {
      Random random = new Random(seed);
      checkBlocks(new JsonFormat(), json(random), random, seed);
    }
  }

  private static void checkBlocks(FormatProvider format, byte[] bytes, Random random, int seed) {
    List<String> expected = DecodedInput.byRecord(SCHEMA, decoder(format), bytes);

    assertEquals(
        expected, DecodedInput.inOneBlock(SCHEMA, decoder(format), bytes, 3), "seed=" + seed);
    assertEquals(
        expected,
        DecodedInput.inRandomBlocks(SCHEMA, decoder(format), bytes, random),
        "seed=" + seed);
    if (seed % 40 == 0) {
      for (int split = 0; split <= bytes.length; split++) {
        assertEquals(
            expected,
            DecodedInput.inTwoBlocks(SCHEMA, decoder(format), bytes, split),
            "seed=" + seed + ", split=" + split);
      }
    }
  }

  @Test
  void shouldReadCsvAsASlowReaderDoes() {
    int rowCount = 0;
    int refusedCount = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      byte[] bytes = csv(new Random(seed));
      Decoder decoder = decoder(new CsvFormat());
      DecodeCursor cursor = new DecodeCursor();
      ColumnBatch row = new ColumnBatch(SCHEMA, 1);
      int from = 0;
      while (from < bytes.length) {
        int end = decoder.recordEnd(bytes, from, bytes.length, true);
        String record = utf8(bytes, from, end);
        List<@Nullable Object> wanted = record == null ? null : slowCsv(record);
        if (record != null && record.matches("\r?\n?")) {
          from = end;
          continue;
        }

        List<@Nullable Object> read = next(decoder, cursor, bytes, from, row);

        assertEquals(wanted, read, "seed=" + seed + ": " + record);
        rowCount += read == null ? 0 : 1;
        refusedCount += read == null ? 1 : 0;
        from = end;
      }
    }
    assertTrue(rowCount > 40_000 && refusedCount > 10_000, rowCount + ", " + refusedCount);
  }

  @Test
  void shouldReadJsonAsJacksonDoes() {
    JsonFactory jackson =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    int rowCount = 0;
    int refusedCount = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      byte[] bytes = json(new Random(seed));
      Decoder decoder = decoder(new JsonFormat());
      DecodeCursor cursor = new DecodeCursor();
      ColumnBatch row = new ColumnBatch(SCHEMA, 1);
      int from = 0;
      while (from < bytes.length) {
        int end = decoder.recordEnd(bytes, from, bytes.length, true);
        int lineEnd = bytes[end - 1] == '\n' ? end - 1 : end;
        Map<String, @Nullable Object> members =
            JsonFormatTest.jacksonMembers(jackson, Arrays.copyOfRange(bytes, from, lineEnd));
        String message = "seed=" + seed + ": " + utf8(bytes, from, end);
        if (lineEnd > from) {
          List<@Nullable Object> read = next(decoder, cursor, bytes, from, row);
          if (members == null) {
            assertEquals(null, read, message);
            refusedCount++;
          } else if (isReadable(members)) {
            assertEquals(jsonRow(members), read, message);
            rowCount += read == null ? 0 : 1;
          }
        }
        from = end;
      }
    }
    assertTrue(rowCount > 40_000 && refusedCount > 10_000, rowCount + ", " + refusedCount);
  }

  /** The row of the record at {@code from}, read as a block for one row; null if it is refused. */
  private static @Nullable List<@Nullable Object> next(
      Decoder decoder, DecodeCursor cursor, byte[] bytes, int from, ColumnBatch row) {
    cursor.show(bytes, from, bytes.length, true);
    try {
      decoder.decodeBlock(cursor, row);
    } catch (DecodeException refused) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int c = 0; c < SCHEMA.size(); c++) {
      values.add(row.column(c).boxed(0));
    }
    return values;
  }

  private static Decoder decoder(FormatProvider format) {
    return format.decoder(SCHEMA, new ConnectorOptions(Map.of()));
  }

  private static byte[] csv(Random random) {
    StringBuilder text = new StringBuilder();
    for (int record = random.nextInt(10); record >= 0; record--) {
      int fieldCount = SCHEMA.size() + (random.nextInt(40) == 0 ? random.nextInt(3) - 1 : 0);
      for (int field = 0; field < fieldCount; field++) {
        text.append(field > 0 ? "," : "");
        int kind = random.nextInt(60);
        String[] usual = USUAL[Math.min(field, USUAL.length - 1)];
        text.append(
            kind == 0
                ? pick(UNUSUAL, random)
                : kind == 1 ? pick(QUOTED, random) : kind == 2 ? "" : pick(usual, random));
      }
      text.append(random.nextInt(10) == 0 ? "\r\n" : random.nextInt(30) == 0 ? "\n\n" : "\n");
    }
    return damaged(text, random);
  }

  private static byte[] json(Random random) {
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>(List.of("symbol", "price", "volume", "count", "ts"));
    for (int record = random.nextInt(10); record >= 0; record--) {
      if (random.nextInt(8) == 0) {
        names.add(random.nextInt(names.size() + 1), "other" + random.nextInt(3));
      }
      if (random.nextInt(8) == 0) {
        Collections.shuffle(names, random);
      }
      if (random.nextInt(12) == 0) {
        names.remove(random.nextInt(names.size()));
      }
      String blank = random.nextInt(20) == 0 ? " " : "";
      text.append('{');
      for (int n = 0; n < names.size(); n++) {
        String name = names.get(n);
        text.append(n > 0 ? "," : "").append('"').append(name).append("\":").append(blank);
        int column = SCHEMA.indexOf(name);
        int kind = random.nextInt(60);
        String value =
            kind == 0 ? pick(UNUSUAL, random) : pick(USUAL[column < 0 ? n % 5 : column], random);
        String escaped = value.equals("\\") ? "\\\\" : value;
        boolean isQuoted =
            kind == 1 || column == 0 || (column < 0 && n % 5 == 0) || value.indexOf('-') > 0;
        text.append(
            kind == 2
                ? "null"
                : kind == 3
                    ? "{\"k\":[1,\"v\"]}"
                    : kind == 4 ? "\"\\u0041\"" : isQuoted ? '"' + escaped + '"' : escaped);
      }
      text.append(blank).append('}');
      text.append(random.nextInt(10) == 0 ? "\r\n" : random.nextInt(30) == 0 ? "\n\n" : "\n");
    }
    return damaged(text, random);
  }

  /** Perhaps without its last byte, and perhaps with a byte replaced. */
  private static byte[] damaged(StringBuilder text, Random random) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    }
    if (random.nextInt(4) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
    }
    return bytes;
  }

  private static String pick(String[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static @Nullable String utf8(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }

  /** What a CSV record means, character by character; null if it is to be refused. */
  private static @Nullable List<@Nullable Object> slowCsv(String record) {
    String text = record.replaceFirst("\r?\n\\z|\r\\z", "");
    List<@Nullable Object> values = new ArrayList<>();
    int i = 0;
    while (true) {
      StringBuilder field = new StringBuilder();
      boolean isQuoted = i < text.length() && text.charAt(i) == '"';
      if (isQuoted) {
        i++;
        while (true) {
          if (i == text.length()) {
            return null;
          }
          char c = text.charAt(i++);
          if (c == '"') {
            if (i == text.length() || text.charAt(i) != '"') {
              break;
            }
            i++;
          }
          field.append(c);
        }
        if (i < text.length() && text.charAt(i) != ',') {
          return null;
        }
      } else {
        while (i < text.length() && text.charAt(i) != ',') {
          char c = text.charAt(i++);
          if (c == '"' || c == '\n' || c == '\r') {
            return null;
          }
          field.append(c);
        }
      }
      int column = values.size();
      if (column == SCHEMA.size()) {
        return null;
      }
      Type type = SCHEMA.field(column).type();
      if (field.length() == 0 && !(isQuoted && type == Type.STRING)) {
        values.add(null);
      } else {
        Object value = slowValue(type, field.toString());
        if (value == null) {
          return null;
        }
        values.add(value);
      }
      if (i == text.length()) {
        return values.size() == SCHEMA.size() ? values : null;
      }
      i++;
    }
  }

  /** The value that a text stands for, by way of the JDK; null if there is none. */
  private static @Nullable Object slowValue(Type type, String text) {
    if (type == Type.STRING) {
      return text;
    }
    String trimmed = text.replaceAll("^[ \t]+|[ \t]+$", "");
    if (trimmed.chars().filter(c -> c >= '0' && c <= '9').count() > 100) {
      return null;
    }
    if (type == Type.DOUBLE) {
      if (!trimmed.matches(
          "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|NaN|[-+]?Infinity")) {
        return null;
      }
      double value = Double.parseDouble(trimmed);
      return Double.isInfinite(value) && !trimmed.endsWith("y") ? null : (Object) value;
    }
    if (type == Type.TIMESTAMP && trimmed.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}.*")) {
      return slowTimestamp(trimmed);
    }
    if (!trimmed.matches("[-+]?[0-9]+")) {
      return null;
    }
    BigInteger value = new BigInteger(trimmed);
    return value.bitLength() >= (type == Type.INT ? 32 : 64)
        ? null
        : type == Type.INT ? (Object) value.intValue() : (Object) value.longValue();
  }

  private static @Nullable Object slowTimestamp(String text) {
    String local = text.replaceFirst(" ?[zZ]$", "");
    if (text.length() == 11 || (local.length() < text.length() && local.length() < 16)) {
      return null;
    }
    String full = local.length() == 10 ? local + " 00:00" : local.replaceFirst("^(.{10})t", "$1T");
    try {
      return LocalDateTime.parse(
              full,
              DateTimeFormatter.ofPattern(
                      "uuuu-MM-dd['T'][' ']HH:mm[:ss[.SSSSSSSSS][.SSSSSSSS][.SSSSSSS][.SSSSSS]"
                          + "[.SSSSS][.SSSS][.SSS][.SS][.S]]")
                  .withResolverStyle(ResolverStyle.STRICT))
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeParseException malformed) {
      return null;
    }
  }

  /** Whether the members are of the kinds that {@link #jsonRow} knows about. */
  private static boolean isReadable(Map<String, @Nullable Object> members) {
    for (Object value : members.values()) {
      if (value instanceof JsonFormatTest.NumberToken token && token.text().length() > 100) {
        return false;
      }
    }
    for (int c = 0; c < SCHEMA.size(); c++) {
      Object value = members.get(SCHEMA.field(c).name());
      boolean isText = SCHEMA.field(c).type() == Type.STRING;
      if (value != null
          && !(value instanceof JsonFormatTest.NumberToken)
          && !(value instanceof String)) {
        return false;
      }
      if (value != null && isText && !(value instanceof String)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<@Nullable Object> jsonRow(Map<String, @Nullable Object> members) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int c = 0; c < SCHEMA.size(); c++) {
      Type type = SCHEMA.field(c).type();
      Object member = members.get(SCHEMA.field(c).name());
      Object value;
      if (member instanceof JsonFormatTest.NumberToken token) {
        value = slowValue(type, token.text());
      } else if (member instanceof String text) {
        value = type == Type.STRING || type == Type.TIMESTAMP ? slowValue(type, text) : null;
      } else {
        values.add(null);
        continue;
      }
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }
}
