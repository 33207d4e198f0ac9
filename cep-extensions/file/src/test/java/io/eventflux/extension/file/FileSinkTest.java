package io.eventflux.extension.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.extension.conformance.StreamSinkContext;
import io.eventflux.extension.format.CsvFormat;
import io.eventflux.query.type.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  private static final RowSchema SCHEMA = new RowSchema(List.of(new Field("n", Type.INT)));

  @TempDir Path folder;

  @Test
  void shouldBeFoundByTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(SinkProvider.class).stream()
            .anyMatch(found -> found.type() == FileSinkProvider.class));
  }

  @Test
  void shouldWriteAHeaderAndRows() throws IOException {
    Path path = folder.resolve("out.csv");
    Files.writeString(path, "old");
    Sink sink = open(path, Map.of());
    sink.write(numbers(1, 2, 3), 0, 2);
    sink.flush();
    assertEquals("n\n1\n2\n", Files.readString(path));
    sink.write(numbers(4), 0, 1);
    sink.close();
    sink.close();

    assertEquals("n\n1\n2\n4\n", Files.readString(path));
  }

  @Test
  void shouldAppendWithoutASecondHeader() throws IOException {
    Path path = folder.resolve("out.csv");
    for (int run = 1; run <= 2; run++) {
      try (Sink sink = open(path, Map.of("append", "true"))) {
        sink.write(numbers(run), 0, 1);
      }
    }

    assertEquals("n\n1\n2\n", Files.readString(path));
  }

  @Test
  void shouldPackWhatIsReadableAfterEachFlush() throws IOException {
    Path path = folder.resolve("out.csv.gz");
    Sink sink = open(path, Map.of());
    sink.write(numbers(1), 0, 1);
    sink.flush();
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      assertEquals("n\n1\n", new String(in.readNBytes(4), StandardCharsets.UTF_8));
    }
    sink.close();

    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      assertEquals("n\n1\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldSayWhyAFileCannotBeCreated() {
    Path orphan = folder.resolve("no/such/out.csv");
    ConnectorException noFolder =
        assertThrows(ConnectorException.class, () -> open(orphan, Map.of()));
    assertEquals(
        "the file '"
            + orphan
            + "' cannot be created: there is no folder '"
            + orphan.getParent()
            + "'",
        noFolder.getMessage());
    assertEquals(Category.CANNOT_CREATE, noFolder.category());
    assertFalse(Files.exists(orphan.getParent()));

    ConnectorException directory =
        assertThrows(ConnectorException.class, () -> open(folder, Map.of()));
    assertEquals("'" + folder + "' is a directory, not a file", directory.getMessage());
    assertEquals(Category.CANNOT_CREATE, directory.category());
  }

  @Test
  void shouldLeaveStandardOutputOpen() throws IOException {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("standard output was closed");
          }
        };
    Sink sink = standardOutput(out);
    sink.write(numbers(7), 0, 1);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    sink.close();

    assertEquals("n\n7\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldTellWhenNobodyReadsStandardOutput() throws IOException {
    Sink sink =
        standardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    sink.write(numbers(7), 0, 1);

    ConnectorException gone = assertThrows(ConnectorException.class, sink::flush);

    assertEquals(Category.READER_GONE, gone.category());
    assertEquals("nobody reads standard output any more", gone.getMessage());
  }

  private Sink standardOutput(OutputStream stream) throws IOException {
    Sink sink = new FileSink("-", Compression.NONE, false, stream);
    sink.open(context());
    return sink;
  }

  private Sink open(Path path, Map<String, String> more) throws IOException {
    Map<String, String> options = new HashMap<>(more);
    options.put("path", path.toString());
    Sink sink = new FileSinkProvider().create(new ConnectorOptions(options));
    sink.open(context());
    return sink;
  }

  private static StreamSinkContext context() {
    return new StreamSinkContext(
        SCHEMA, new CsvFormat().encoder(SCHEMA, new ConnectorOptions(Map.of("header", "true"))));
  }

  private static ColumnBatch numbers(Integer... values) {
    ColumnBatch batch = new ColumnBatch(SCHEMA, values.length);
    for (int row = 0; row < values.length; row++) {
      batch.column(0).setBoxed(row, values[row]);
    }
    return batch;
  }
}
