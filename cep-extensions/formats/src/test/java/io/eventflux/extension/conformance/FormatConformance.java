package io.eventflux.extension.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.type.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every format with records must do. Subclasses name the format; all tests are seeded. */
public abstract class FormatConformance {
  /** The format under test. */
  protected abstract FormatProvider format();

  /** Options to try every test with; the first is no options. */
  protected List<Map<String, String>> variants() {
    return List.of(Map.of());
  }

  @Test
  void shouldBeFoundByTheServiceLoader() {
    boolean found =
        ServiceLoader.load(FormatProvider.class).stream()
            .anyMatch(provider -> provider.type() == format().getClass());

    assertTrue(found);
  }

  @Test
  void shouldDescribeItsOptionsInProse() {
    assertFalse(format().descriptor().summary().isBlank());
    Set<String> keys = new HashSet<>();
    for (Option option : format().descriptor().options()) {
      assertTrue(keys.add(option.key()), option.key());
      assertTrue(option.summary().endsWith("."), option.key());
    }
  }

  @Test
  void shouldGiveBackTheRowsThatItWrote() throws Exception {
    for (Map<String, String> variant : variants()) {
      for (int seed = 0; seed < 40; seed++) {
        RowSchema schema = RandomRows.schema();
        ColumnBatch written = new RandomRows(seed).batch(schema, 50);
        byte[] bytes = encode(schema, variant, written, 50);

        List<List<@Nullable Object>> read = decodeAll(schema, variant, bytes);

        assertEquals(RandomRows.rows(written, 50), read, "seed=" + seed + ", options=" + variant);
      }
    }
  }

  @Test
  void shouldGiveBackRowsOfOneColumn() throws Exception {
    for (Field field : RandomRows.schema().fields()) {
      RowSchema schema = new RowSchema(List.of(field));
      ColumnBatch written = new RandomRows(7).batch(schema, 50);
      byte[] bytes = encode(schema, Map.of(), written, 50);

      assertEquals(RandomRows.rows(written, 50), decodeAll(schema, Map.of(), bytes), field.name());
    }
  }

  @Test
  void shouldWriteTheSelectedRowsOnly() throws Exception {
    RowSchema schema = RandomRows.schema();
    ColumnBatch written = new RandomRows(3).batch(schema, 4);
    written.selection(new int[] {3, 1, 0});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder(schema, Map.of()).encode(written, 0, 2, out);

    List<List<@Nullable Object>> all = RandomRows.rows(written, 4);
    assertEquals(List.of(all.get(3), all.get(1)), decodeAll(schema, Map.of(), out.toByteArray()));
  }

  @Test
  void shouldFindTheSameRecordsHoweverTheInputIsCut() throws Exception {
    for (Map<String, String> variant : variants()) {
      RowSchema schema = RandomRows.schema();
      byte[] bytes = encode(schema, variant, new RandomRows(11).batch(schema, 20), 20);
      List<Integer> ends = recordEnds(decoder(schema, variant), bytes);
      Decoder decoder = decoder(schema, variant);
      int from = 0;
      for (int end : ends) {
        for (int to = from; to < end; to++) {
          assertEquals(-1, decoder.recordEnd(bytes, from, to, false), "to=" + to);
        }
        assertEquals(
            end, decoder.recordEnd(bytes, from, end + (end < bytes.length ? 1 : 0), false));
        from = end;
      }
      assertEquals(bytes.length, from);
    }
  }

  @Test
  void shouldDecodeBlocksAsItDecodesRecords() throws Exception {
    RowSchema schema = RandomRows.schema();
    for (Map<String, String> variant : variants()) {
      for (int seed = 0; seed < 1_000; seed++) {
        Random random = new Random(seed);
        byte[] bytes = encode(schema, variant, new RandomRows(seed % 50).batch(schema, 12), 12);
        for (int i = random.nextInt(4); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
        }
        List<String> expected = DecodedInput.byRecord(schema, decoder(schema, variant), bytes);
        String place = "seed=" + seed + ", options=" + variant;

        assertEquals(
            expected, DecodedInput.inOneBlock(schema, decoder(schema, variant), bytes, 5), place);
        assertEquals(
            expected,
            DecodedInput.inRandomBlocks(schema, decoder(schema, variant), bytes, random),
            place);
      }
    }
  }

  @Test
  void shouldThrowNothingButDecodeExceptionForDamagedInput() throws Exception {
    for (Map<String, String> variant : variants()) {
      for (int seed = 0; seed < 3_000; seed++) {
        Random random = new Random(seed);
        RowSchema schema = RandomRows.schema();
        byte[] bytes = encode(schema, variant, new RandomRows(seed % 50).batch(schema, 3), 3);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
          int position = random.nextInt(bytes.length);
          bytes[position] =
              random.nextBoolean()
                  ? (byte) random.nextInt(256)
                  : bytes[random.nextInt(bytes.length)];
        }
        if (random.nextInt(4) == 0) {
          bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        try {
          decodeLeniently(schema, variant, bytes);
        } catch (RuntimeException | Error failure) {
          throw new AssertionError("seed=" + seed + ", options=" + variant, failure);
        }
      }
    }
  }

  @Test
  void shouldRefuseMalformedUtf8() throws Exception {
    RowSchema schema = new RowSchema(List.of(new Field("s", Type.STRING)));
    ColumnBatch batch = new ColumnBatch(schema, 1);
    batch.column(0).setBoxed(0, "marker");
    byte[] bytes = encode(schema, Map.of(), batch, 1);
    int marker = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("marker");
    bytes[marker + 1] = (byte) 0xC0;

    DecodeException failure =
        assertThrows(DecodeException.class, () -> decodeAll(schema, Map.of(), bytes));

    assertEquals("the record is not valid UTF-8 at byte " + (marker + 2), failure.getMessage());
  }

  @Test
  void shouldRefuseRecordsOverTheLimit() throws Exception {
    RowSchema schema = new RowSchema(List.of(new Field("s", Type.STRING)));
    ColumnBatch batch = new ColumnBatch(schema, 1);
    batch.column(0).setBoxed(0, "x".repeat(1 << 20));
    byte[] bytes = encode(schema, Map.of(), batch, 1);

    DecodeException failure =
        assertThrows(DecodeException.class, () -> decodeAll(schema, Map.of(), bytes));

    assertEquals("the record is longer than 1048576 bytes", failure.getMessage());
    assertEquals(
        List.of(List.of("x".repeat(1 << 20))),
        decodeAll(schema, Map.of("max.record", "2MiB"), bytes));
  }

  @Test
  void shouldGiveTheIdenticalTextForRepeatedBytes() throws Exception {
    RowSchema schema = new RowSchema(List.of(new Field("s", Type.STRING)));
    ColumnBatch written = new ColumnBatch(schema, 2);
    written.column(0).setBoxed(0, "IBM");
    written.column(0).setBoxed(1, "IBM");
    byte[] bytes = encode(schema, Map.of(), written, 2);

    List<List<@Nullable Object>> rows = decodeAll(schema, Map.of(), bytes);

    assertSame(rows.get(0).get(0), rows.get(1).get(0));
  }

  /** A decoder with options. */
  protected final Decoder decoder(RowSchema schema, Map<String, String> options) {
    return format().decoder(schema, new ConnectorOptions(options));
  }

  /** An encoder with options. */
  protected final Encoder encoder(RowSchema schema, Map<String, String> options) {
    return format().encoder(schema, new ConnectorOptions(options));
  }

  /** The start and the first {@code count} rows of a batch as bytes. */
  protected final byte[] encode(
      RowSchema schema, Map<String, String> options, ColumnBatch batch, int count)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Encoder encoder = encoder(schema, options);
    encoder.encodeStart(out);
    encoder.encode(batch, 0, count, out);
    return out.toByteArray();
  }

  /** All rows of an input. */
  protected final List<List<@Nullable Object>> decodeAll(
      RowSchema schema, Map<String, String> options, byte[] bytes) throws DecodeException {
    Decoder decoder = decoder(schema, options);
    ColumnBatch batch = new ColumnBatch(schema, bytes.length + 1);
    int row = 0;
    int from = 0;
    while (from < bytes.length) {
      int end = decoder.recordEnd(bytes, from, bytes.length, true);
      row += decoder.decode(bytes, from, end, batch, row);
      from = end;
    }
    return RandomRows.rows(batch, row);
  }

  private void decodeLeniently(RowSchema schema, Map<String, String> options, byte[] bytes) {
    Decoder decoder = decoder(schema, options);
    ColumnBatch batch = new ColumnBatch(schema, bytes.length + 1);
    int row = 0;
    int from = 0;
    while (from < bytes.length) {
      int end = decoder.recordEnd(bytes, from, bytes.length, true);
      assertTrue(end > from && end <= bytes.length, "end=" + end);
      try {
        row += decoder.decode(bytes, from, end, batch, row);
      } catch (DecodeException refused) {
        assertFalse(Objects.requireNonNull(refused.getMessage()).isBlank());
      }
      from = end;
    }
  }

  private static List<Integer> recordEnds(Decoder decoder, byte[] bytes) {
    List<Integer> ends = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      from = decoder.recordEnd(bytes, from, bytes.length, true);
      ends.add(from);
    }
    return ends;
  }
}
