package io.eventflux.extension.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.OriginalBytes;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.extension.conformance.RecordingSourceContext;
import io.eventflux.extension.conformance.SourceConformance;
import io.eventflux.extension.format.CsvFormat;
import io.eventflux.extension.format.JsonFormat;
import io.eventflux.query.type.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest extends SourceConformance {
  private static final RowSchema SCHEMA =
      new RowSchema(List.of(new Field("name", Type.STRING), new Field("n", Type.INT)));

  @TempDir Path folder;

  private Map<String, String> formatOptions = Map.of("header", "true");
  private FormatProvider format = new CsvFormat();

  @Override
  protected SourceProvider provider() {
    return new FileSourceProvider();
  }

  @Override
  protected Map<String, String> options() throws IOException {
    StringBuilder text = new StringBuilder("n,name\n");
    for (int i = 0; i < 40; i++) {
      text.append(i % 7 == 3 ? "bad,x\n" : i % 5 == 0 ? i + ",\"two\nlines\"\r\n" : i + ",é\n");
    }
    return Map.of("path", file("rows.csv", text.toString()).toString(), "batch.rows", "1");
  }

  @Override
  protected RecordingSourceContext newContext() {
    return new RecordingSourceContext(
        SCHEMA, format.decoder(SCHEMA, new ConnectorOptions(formatOptions)));
  }

  @Test
  void shouldReportRejectedRecordsWithTheirLine() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\nx,b\n2,\"c\nd\"\n\n3\n4,e\n5,\"f\n\n\ng\"x\n9");
    RecordingSourceContext context = read(path, Map.of());

    assertEquals(List.of(row("a", 1), row("c\nd", 2), row("e", 4)), context.rows());
    assertEquals(
        List.of(
            path + ":3 column 'n' needs an INT, but the record holds 'x'",
            path + ":7 the record has 1 field, but the header has 2",
            path + ":9 a quoted field is followed by 'x' instead of a delimiter",
            path + ":13 the record has 1 field, but the header has 2"),
        context.refusals());
    assertEquals("x,b\n", payload(context, 0));
    assertEquals(4, context.rejected().get(0).original().sizeBytes());
    assertEquals("5,\"f\n\n\ng\"x\n", payload(context, 2));
    assertEquals("9", payload(context, 3));
  }

  @Test
  void shouldKeepRowsAndRejectedRecordsInOrder() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\nx,b\n2,c\n");
    List<String> seen = new ArrayList<>();
    RecordingSourceContext[] context = new RecordingSourceContext[1];
    context[0] =
        newContext()
            .onDelivery(
                () ->
                    seen.add(context[0].rows().size() + " rows, " + context[0].rejected().size()));
    try (Source source = provider().create(new ConnectorOptions(Map.of("path", path.toString())))) {
      source.open(context[0]);
      drain(source);
    }

    assertEquals(Files.size(path) - "x,b\n".length(), context[0].deliveredBytes());
    assertEquals(List.of("1 rows, 0", "2 rows, 1"), seen);
  }

  @Test
  void shouldReadBatchesAcrossBlocks() throws IOException {
    format = new JsonFormat();
    formatOptions = Map.of();
    StringBuilder text = new StringBuilder();
    List<List<@Nullable Object>> expected = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      String name = "name-" + "x".repeat(i % 97);
      text.append("{\"name\":\"").append(name).append("\",\"n\":").append(i).append("}\n");
      expected.add(row(name, i));
    }

    assertEquals(expected, read(file("a.jsonl", text.toString()), Map.of()).rows());
  }

  @Test
  void shouldSkipRecordsOverTheLimit() throws IOException {
    format = new JsonFormat();
    formatOptions = Map.of();
    for (int excess : new int[] {0, 1, 300_000, 3_000_000}) {
      String longName = "x".repeat((1 << 20) - 10 + excess);
      Path path =
          file(
              "long.jsonl",
              "{\"n\":1}\n{\"name\":\"" + longName + "\"}\n{\"n\":2}\n" + "y".repeat(1 << 21));
      RecordingSourceContext context = read(path, Map.of());

      assertEquals(List.of(row(null, 1), row(null, 2)), context.rows(), "excess=" + excess);
      assertEquals(
          List.of(
              path + ":2 the record is longer than 1048576 bytes",
              path + ":4 the record is longer than 1048576 bytes"),
          context.refusals());
      assertEquals(longName.length() + 12, context.rejected().get(0).original().sizeBytes());
      assertEquals(1 << 20, context.rejected().get(0).original().start().length);
      assertEquals(1 << 21, context.rejected().get(1).original().sizeBytes());
      assertEquals(
          OriginalBytes.of(("{\"name\":\"" + longName + "\"}\n").getBytes(StandardCharsets.UTF_8))
              .sha256(),
          context.rejected().get(0).original().sha256());
    }
  }

  @Test
  void shouldReadARecordOverTheLimitAgainFromItsStart() throws IOException {
    formatOptions = Map.of("max.record", "20");
    Path path = file("a.csv", "a,1\n" + "x".repeat(50));
    RecordingSourceContext first = newContext();
    String position;
    try (Source source =
        provider()
            .create(new ConnectorOptions(Map.of("path", path.toString(), "follow", "true")))) {
      source.open(first);
      pollUntilIdle(source);
      position = source.position();
    }
    Files.writeString(path, "x".repeat(50) + "\nb,2\n", StandardOpenOption.APPEND);
    RecordingSourceContext second = newContext();

    try (Source source = provider().create(new ConnectorOptions(Map.of("path", path.toString())))) {
      source.seek(position);
      source.open(second);
      drain(source);
    }

    assertEquals("offset=4,line=2,crc32c=" + crc32c("a,1\n") + ",covers=4", position);
    assertEquals(List.of(row("a", 1)), first.rows());
    assertEquals(List.of(), first.refusals());
    assertEquals(List.of(path + ":2 the record is longer than 20 bytes"), second.refusals());
    assertEquals(101, second.rejected().get(0).original().sizeBytes());
    assertEquals(List.of(row("b", 2)), second.rows());
  }

  @Test
  void shouldCountLinesInsideARecordOverTheLimit() throws IOException {
    formatOptions = Map.of("max.record", "20");
    Path path = file("a.csv", "a,1\nb,\"2\nc\nd\n0123456789x\n,3\ne\n");
    RecordingSourceContext context = read(path, Map.of());

    assertEquals(List.of(row("a", 1), row(null, 3)), context.rows());
    assertEquals(
        List.of(
            path + ":2 the record is longer than 20 bytes",
            path + ":7 the record has 1 field, but the stream has 2 columns"),
        context.refusals());
  }

  @Test
  void shouldUnpackGzipAndGoOnInside() throws IOException {
    Path path = folder.resolve("rows.csv.gz");
    try (OutputStream out = Files.newOutputStream(path)) {
      out.write(gzip("n,name\n1,a\n"));
      out.write(gzip("2,b\n3,c\n"));
    }
    RecordingSourceContext context = newContext();
    try (Source source = provider().create(new ConnectorOptions(Map.of("path", path.toString())))) {
      source.seek("offset=11,line=3");
      source.open(context);
      drain(source);
      assertEquals(
          "offset=19,line=5,crc32c=" + crc32c("n,name\n1,a\n2,b\n3,c\n") + ",covers=19",
          source.position());
    }

    assertEquals(List.of(row("a", 1), row("b", 2), row("c", 3)), read(path, Map.of()).rows());
    assertEquals(List.of(row("b", 2), row("c", 3)), context.rows());
  }

  @Test
  void shouldFollowAGrowingFile() throws IOException {
    Path path = file("log.csv", "n,name\n1,a\n2,");
    RecordingSourceContext context = newContext();
    try (Source source =
        provider()
            .create(new ConnectorOptions(Map.of("path", path.toString(), "follow", "true")))) {
      source.open(context);
      pollUntilIdle(source);
      assertEquals(List.of(row("a", 1)), context.rows());
      assertEquals(Source.Poll.IDLE, source.poll());

      Files.writeString(path, "b\n3,c", StandardOpenOption.APPEND);
      pollUntilIdle(source);
      assertEquals(List.of(row("a", 1), row("b", 2)), context.rows());

      // Cut: the begun record is set aside, and the rest is read from the start.
      Files.writeString(path, "4,d\n");
      pollUntilIdle(source);
      assertEquals(List.of(row("a", 1), row("b", 2), row("d", 4)), context.rows());
      assertEquals(
          List.of(path + ":4 the file was replaced before the record ended"), context.refusals());

      // Replaced by another file of at least the same size.
      Files.move(path, folder.resolve("log.1"));
      Files.writeString(path, "5,eeeeeeeeee\n");
      pollUntilIdle(source);
      assertEquals(
          List.of(row("a", 1), row("b", 2), row("d", 4), row("eeeeeeeeee", 5)), context.rows());
    }
  }

  @Test
  void shouldSayWhyAFileCannotBeRead() throws IOException {
    Path missing = folder.resolve("missing.csv");
    assertFailure(
        Category.INPUT_MISSING, "the file '" + missing + "' does not exist", missing, Map.of());
    assertFailure(
        Category.INPUT_MISSING, "'" + folder + "' is a directory, not a file", folder, Map.of());
    Path plain = file("plain.gz", "not packed");
    assertFailure(
        Category.IO,
        "the file '" + plain + "' is not a sound gzip file: Not in GZIP format",
        plain,
        Map.of());
    Path cut = folder.resolve("cut.gz");
    Files.write(cut, Arrays.copyOf(gzip("1,a\n"), 15));
    assertFailure(Category.IO, "the gzip file '" + cut + "' ends in the middle", cut, Map.of());
  }

  @Test
  void shouldRefuseToGoOnInAFileThatBecameShorter() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\n");
    Source source = provider().create(new ConnectorOptions(Map.of("path", path.toString())));
    source.seek("offset=100,line=9");

    ConnectorException failure =
        assertThrows(ConnectorException.class, () -> source.open(newContext()));

    assertEquals(replaced(path, 100, 9, "it is shorter"), failure.getMessage());
    assertEquals(Category.IO, failure.category());
    source.close();
  }

  @Test
  void shouldGoOnInAFileThatWasAppendedTo() throws IOException {
    for (String text : List.of("n,name\n1,a\n", "n,name\n1,a\n".repeat(30) + "1,a\n")) {
      Path path = file("a.csv", text);
      String position = positionBehind(path);
      Files.writeString(path, "2,b\n", StandardOpenOption.APPEND);

      RecordingSourceContext context = newContext();
      try (Source source = seek(path, position)) {
        assertEquals(position, source.position());
        source.open(context);
        assertEquals(position, source.position());
        drain(source);
        assertEquals(positionBehind(path), source.position());
      }

      assertEquals(List.of(row("b", 2)), context.rows());
    }
  }

  @Test
  void shouldTellThePositionAfterItWasClosed() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\n");
    Source source = seek(path, "");
    source.open(newContext());
    drain(source);
    String position = source.position();

    source.close();

    assertEquals(position, source.position());
  }

  @Test
  void shouldRefuseToGoOnInAnotherFile() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\n");
    String position = positionBehind(path);
    Map<String, String> reasons = new HashMap<>();
    reasons.put("n,name\n7,x\n8,y\n", "its last 11 bytes up to there are others");
    reasons.put("n,name\n7,", "it is shorter");
    reasons.put("", "it is shorter");
    for (Map.Entry<String, String> each : reasons.entrySet()) {
      Files.writeString(path, each.getKey());
      RecordingSourceContext context = newContext();

      assertEquals(replaced(path, 11, 3, each.getValue()), refusal(seek(path, position), context));
      assertEquals(List.of(), context.rows());
    }
  }

  @Test
  void shouldRefuseToGoOnInAnotherPackedFile() throws IOException {
    Path path = folder.resolve("a.csv.gz");
    Files.write(path, gzip("n,name\n1,a\n"));
    String position = positionBehind(path);
    Files.write(path, gzip("n,name\n7,x\n8,y\n"));

    assertEquals(
        replaced(path, 11, 3, "its last 11 bytes up to there are others"),
        refusal(seek(path, position), newContext()));
  }

  @Test
  void shouldGoOnFromAPositionWithoutDigest() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\n2,b\n");
    RecordingSourceContext context = newContext();
    try (Source source = seek(path, "offset=11,line=3")) {
      source.open(context);
      drain(source);
    }

    assertEquals(List.of(row("b", 2)), context.rows());
  }

  @Test
  void shouldRefuseAPositionWithAnImpossibleDigest() {
    for (String covers : List.of("0", "12", "257")) {
      String position = "offset=11,line=3,crc32c=00000000,covers=" + covers;

      assertEquals(
          "'" + position + "' is not a position in a file",
          assertThrows(IllegalArgumentException.class, () -> newSource().seek(position))
              .getMessage());
    }
  }

  private static String replaced(Path path, long offset, long line, String reason) {
    return "the file '"
        + path
        + "' is not the one that was read up to byte "
        + offset
        + ", line "
        + line
        + ": "
        + reason
        + ", so it was replaced or changed; nothing of it was read. Put the file back, or begin"
        + " with a new state to read it from its start";
  }

  private Source seek(Path path, String position) {
    Source source = provider().create(new ConnectorOptions(Map.of("path", path.toString())));
    source.seek(position);
    return source;
  }

  /** The position when all of the file has been read. */
  private String positionBehind(Path path) throws IOException {
    try (Source source = seek(path, "")) {
      source.open(newContext());
      drain(source);
      return source.position();
    }
  }

  private static String refusal(Source source, RecordingSourceContext context) throws IOException {
    try (source) {
      return String.valueOf(
          assertThrows(ConnectorException.class, () -> source.open(context)).getMessage());
    }
  }

  private static String crc32c(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  @Test
  void shouldReadStandardInputWithoutWaitingForIt() throws IOException {
    PipedOutputStream writer = new PipedOutputStream();
    PipedInputStream pipe = new PipedInputStream(writer, 1 << 16);
    Source source = standardInput(pipe);
    RecordingSourceContext context = newContext();
    source.open(context);

    assertEquals(Source.Poll.IDLE, source.poll());
    writer.write("n,name\n1,a\n2,b".getBytes(StandardCharsets.UTF_8));
    writer.flush();
    pollUntil(source, context, 1);
    assertEquals(List.of(row("a", 1)), context.rows());
    assertEquals("", source.position());
    writer.close();
    drainSlowly(source);
    assertEquals(List.of(row("a", 1), row("b", 2)), context.rows());
    source.close();
  }

  @Test
  void shouldNameStandardInputInRejectedRecords() throws IOException {
    Source source =
        standardInput(new ByteArrayInputStream("n,name\n7\n".getBytes(StandardCharsets.UTF_8)));
    RecordingSourceContext context = newContext();
    source.open(context);
    drainSlowly(source);

    assertEquals(
        List.of("stdin:2 the record has 1 field, but the header has 2"), context.refusals());
    source.close();
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    Map<Map<String, String>, String> cases = new HashMap<>();
    cases.put(Map.of("path", " "), "option 'path' takes the path of a file, or '-', not ' '");
    cases.put(Map.of("path", "a.gz", "follow", "true"), "a gzip file cannot be followed");
    cases.put(
        Map.of("path", "a", "compression", "zip"),
        "option 'compression' takes one of auto, none, gzip, not 'zip'");
    cases.put(
        Map.of("path", "a", "batch.rows", "0"),
        "option 'batch.rows' takes a whole number from 1 to 65536, not '0'");
    cases.forEach(
        (options, message) ->
            assertEquals(
                message,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> provider().create(new ConnectorOptions(options)))
                    .getMessage()));
    assertThrows(IllegalArgumentException.class, () -> newSource().seek("line 7"));
  }

  @Test
  void shouldStampRowsWithTheClock() throws IOException {
    Path path = file("a.csv", "n,name\n1,a\n");

    assertEquals(List.of(RecordingSourceContext.NOW_MILLIS), read(path, Map.of()).timestamps());
    assertArrayEquals(new Integer[] {1}, read(path, Map.of()).unitSizes().toArray());
  }

  private Source standardInput(InputStream stream) {
    return new FileSource("-", Compression.NONE, false, 1_024, stream);
  }

  private RecordingSourceContext read(Path path, Map<String, String> more) throws IOException {
    Map<String, String> options = new HashMap<>(more);
    options.put("path", path.toString());
    RecordingSourceContext context = newContext();
    try (Source source = provider().create(new ConnectorOptions(options))) {
      source.open(context);
      drain(source);
    }
    return context;
  }

  private void assertFailure(
      Category category, String message, Path path, Map<String, String> options) {
    ConnectorException failure = assertThrows(ConnectorException.class, () -> read(path, options));
    assertEquals(message, failure.getMessage());
    assertEquals(category, failure.category());
  }

  private static void pollUntilIdle(Source source) throws IOException {
    while (source.poll() != Source.Poll.IDLE) {}
  }

  /** The thread behind the pipe decides when rows come; each poll waits for it a little. */
  private static void pollUntil(Source source, RecordingSourceContext context, int rowCount)
      throws IOException {
    for (int i = 0; i < 5_000 && context.rows().size() < rowCount; i++) {
      source.poll();
    }
  }

  private static void drainSlowly(Source source) throws IOException {
    for (int i = 0; i < 5_000; i++) {
      if (source.poll() == Source.Poll.END) {
        return;
      }
    }
    throw new AssertionError("the source does not end");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String payload(RecordingSourceContext context, int index) {
    return new String(context.rejected().get(index).original().start(), StandardCharsets.UTF_8);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
