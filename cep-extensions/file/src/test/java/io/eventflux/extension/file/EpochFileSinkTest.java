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
import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.EpochSink;
import io.eventflux.core.connector.SinkEpoch;
import io.eventflux.core.fault.FailPoint;
import io.eventflux.extension.conformance.StreamSinkContext;
import io.eventflux.extension.format.CsvFormat;
import io.eventflux.query.type.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file sink of an app with checkpoints, under an engine that dies at any step. */
class EpochFileSinkTest {
  private static final RowSchema SCHEMA = new RowSchema(List.of(new Field("n", Type.INT)));

  @TempDir Path folder;

  @AfterEach
  void clearFailPoints() {
    FailPoint.clear();
  }

  @Test
  void shouldShowRowsWhenTheirEpochIsCommitted() throws IOException {
    Path path = folder.resolve("out.csv");
    Engine engine = new Engine(path, Map.of());
    engine.start();
    engine.write(2);
    engine.sink.flush();
    assertEquals("", engine.visible());

    engine.checkpoint();
    assertEquals("n\n0\n1\n", engine.visible());

    engine.write(1);
    engine.sink.close();
    assertEquals("n\n0\n1\n", engine.visible());
  }

  @Test
  void shouldGoOnBehindTheLastCheckpoint() throws IOException {
    Engine engine = new Engine(folder.resolve("out.csv"), Map.of());
    engine.start();
    engine.write(2);
    engine.checkpoint();
    engine.write(3);
    engine.start();
    engine.write(1);
    engine.checkpoint();

    assertEquals("n\n0\n1\n2\n", engine.visible());
  }

  @Test
  void shouldEmptyWhatIsNotItsOwnOrAppendToIt() throws IOException {
    for (boolean appends : new boolean[] {false, true}) {
      Path path = folder.resolve("out-" + appends + ".csv");
      Files.writeString(path, "old\n");
      Engine engine = new Engine(path, Map.of("append", String.valueOf(appends)));
      engine.start();
      engine.write(1);
      engine.start();
      engine.write(2);
      engine.checkpoint();
      engine.start();

      assertEquals(appends ? "old\n0\n1\n" : "n\n0\n1\n", engine.visible());
    }
  }

  @Test
  void shouldCompareRowsThatComeAgain() throws IOException {
    Engine engine = new Engine(folder.resolve("out.csv"), Map.of());
    engine.start();
    engine.write(2);
    engine.checkpoint();
    engine.write(2);
    engine.checkpoint();
    engine.checkpoints.remove(1);
    engine.start();
    assertTrue(engine.sink.isReplaying());
    engine.write(1);
    engine.checkpoint();
    assertEquals("n\n0\n1\n2\n3\n", engine.visible());
    engine.start();
    assertTrue(engine.sink.isReplaying());
    engine.write(2);
    assertFalse(engine.sink.isReplaying());
    engine.checkpoint();

    assertEquals("n\n0\n1\n2\n3\n4\n", engine.visible());
  }

  @Test
  void shouldRefuseOtherRowsThanTheCommittedOnes() throws IOException {
    Path path = folder.resolve("out.csv");
    Engine engine = new Engine(path, Map.of());
    engine.start();
    engine.write(3);
    engine.checkpoint();
    engine.checkpoints.clear();
    engine.start();
    engine.position = 1;

    ConnectorException refused = assertThrows(ConnectorException.class, () -> engine.write(1));

    assertEquals(
        "writing the file '"
            + path
            + "' failed: the rows that come again differ from the committed output at byte 2",
        refused.getMessage());
    assertThrows(ConnectorException.class, () -> engine.write(1));
    assertThrows(ConnectorException.class, engine::checkpoint);
  }

  @Test
  void shouldRefuseATargetThatSomebodyHasChanged() throws IOException {
    Path path = folder.resolve("out.csv");
    Engine engine = new Engine(path, Map.of());
    engine.start();
    engine.write(3);
    engine.checkpoint();

    Files.writeString(path, "mine\n", StandardOpenOption.APPEND);
    assertRefused(engine, "somebody else has written behind the committed output, from byte 8 on");
    Files.writeString(path, "n\n0\n");
    assertRefused(engine, "it has 4 bytes, and 8 are committed: it was cut or replaced");
    Path marker = folder.resolve(".out.csv.epochs/marker");
    byte[] bytes = Files.readAllBytes(marker);
    bytes[12]++;
    Files.write(marker, bytes);
    assertRefused(engine, "the marker '" + marker + "' is damaged: its checksum does not match");
    Files.delete(marker);
    assertRefused(
        engine, "it has no output of this state; it was removed or replaced after checkpoint 1");
  }

  private static void assertRefused(Engine engine, String reason) {
    ConnectorException refused = assertThrows(ConnectorException.class, engine::start);

    assertEquals(
        "the file '" + engine.path + "' does not fit the state: " + reason, refused.getMessage());
    assertEquals(Category.IO, refused.category());
  }

  @Test
  void shouldRefuseADamagedPendingOutput() throws IOException {
    Engine engine = new Engine(folder.resolve("out.csv"), Map.of());
    engine.start();
    engine.write(3);
    crashAt(FailPoint.SINK_COMMIT, engine);
    Path pending = folder.resolve(".out.csv.epochs/pending-1");
    byte[] bytes = Files.readAllBytes(pending);
    bytes[4]++;
    Files.write(pending, bytes);
    assertRefused(engine, "the pending output '" + pending + "' is damaged");
    Files.delete(pending);
    assertRefused(engine, "the pending output '" + pending + "' is missing or cut");
  }

  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"SINK_PREPARE", "SINK_COMMIT", "SINK_PARTLY_VISIBLE", "SINK_VISIBLE", "SINK_MARKED"})
  void shouldSurviveACrashAtEveryStep(FailPoint place) throws IOException {
    Engine engine = new Engine(folder.resolve("out.csv"), Map.of());
    engine.start();
    engine.write(2);
    engine.checkpoint();
    engine.write(2);
    crashAt(place, engine);
    engine.start();
    crashAt(place, engine);
    engine.start();
    engine.write(6 - engine.position);
    engine.checkpoint();

    assertEquals("n\n0\n1\n2\n3\n4\n5\n", engine.visible());
    try (var left = Files.list(folder.resolve(".out.csv.epochs"))) {
      assertEquals(
          List.of("marker"), left.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }

  private static void crashAt(FailPoint place, Engine engine) throws IOException {
    FailPoint.listen(
        reached -> {
          if (reached == place) {
            throw new Crash();
          }
        });
    try {
      engine.checkpoint();
    } catch (Crash crash) {
      engine.position = -1;
    } finally {
      FailPoint.clear();
    }
  }

  /**
   * Rows, epochs, crashes at any step, and lost checkpoints, at random: the target is always the
   * beginning of what it would be without all that, and in the end the same.
   */
  @Test
  void shouldBeExactlyOnceWhateverHappens() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      boolean isPacked = random.nextBoolean();
      boolean appends = random.nextInt(4) == 0;
      Path path = folder.resolve("random-" + seed + (isPacked ? ".csv.gz" : ".csv"));
      Engine engine = new Engine(path, Map.of("append", String.valueOf(appends)));
      engine.start();
      for (int step = 0; step < 40; step++) {
        try {
          act(engine, random);
        } catch (Crash crash) {
          start(engine, random);
        }
        assertTrue(
            whole(engine.position + 20 * 40).startsWith(engine.visible()),
            () -> "seed " + path.getFileName());
      }
      FailPoint.clear();
      engine.write(20 * 40 - engine.position);
      engine.checkpoint();

      assertEquals(whole(20 * 40), engine.visible(), "seed " + seed);
    }
  }

  private static void act(Engine engine, Random random) throws IOException {
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> engine.write(random.nextInt(10));
      case 3 -> engine.checkpoint();
      case 4 -> {
        arm(random);
        try {
          engine.checkpoint();
        } finally {
          FailPoint.clear();
        }
      }
      default -> start(engine, random);
    }
  }

  private static void arm(Random random) {
    int[] left = {random.nextInt(6)};
    FailPoint.listen(
        place -> {
          if (left[0]-- == 0) {
            throw new Crash();
          }
        });
  }

  private static void start(Engine engine, Random random) throws IOException {
    while (random.nextInt(5) == 0 && !engine.checkpoints.isEmpty()) {
      engine.checkpoints.remove(engine.checkpoints.size() - 1);
    }
    while (true) {
      arm(random);
      try {
        engine.start();
        return;
      } catch (Crash crash) {
        // Again.
      } finally {
        FailPoint.clear();
      }
    }
  }

  private static String whole(int rowCount) {
    StringBuilder text = new StringBuilder("n\n");
    for (int row = 0; row < rowCount; row++) {
      text.append(row).append('\n');
    }
    return text.toString();
  }

  /** The process has died here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What an engine remembers of an epoch. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  private record Stored(EpochHeader header, byte[] state, int position) {}

  /** The engine around one sink: row number n has the value n. */
  private static final class Engine {
    final Path path;
    final Map<String, String> options;
    final List<Stored> checkpoints = new ArrayList<>();
    EpochSink sink;
    int position;
    private long epoch;

    Engine(Path path, Map<String, String> more) {
      this.path = path;
      this.options = new HashMap<>(more);
      options.put("path", path.toString());
      this.sink = newSink();
    }

    private EpochSink newSink() {
      return (EpochSink) new FileSinkProvider().create(new ConnectorOptions(options));
    }

    /** Starts from the newest checkpoint; an engine before that has simply died. */
    void start() throws IOException {
      sink = newSink();
      sink.open(
          new StreamSinkContext(
              SCHEMA,
              new CsvFormat().encoder(SCHEMA, new ConnectorOptions(Map.of("header", "true"))),
              "run of " + path));
      @Nullable Stored newest =
          checkpoints.isEmpty() ? null : checkpoints.get(checkpoints.size() - 1);
      long committed =
          sink.recover(
              newest == null ? null : newest.header(), newest == null ? null : newest.state());
      epoch = Math.max(epoch, committed);
      position = newest == null ? 0 : newest.position();
    }

    void write(int rowCount) throws IOException {
      if (rowCount == 0) {
        return;
      }
      ColumnBatch batch = new ColumnBatch(SCHEMA, rowCount);
      for (int row = 0; row < rowCount; row++) {
        batch.column(0).setBoxed(row, position + row);
      }
      sink.write(batch, 0, rowCount);
      position += rowCount;
    }

    void checkpoint() throws IOException {
      EpochHeader header =
          new EpochHeader("run of " + path, ++epoch, Map.of("source/In/0", "row " + position));
      SinkEpoch ended = sink.endEpoch(header);
      ended.prepare();
      checkpoints.add(new Stored(header, ended.state(), position));
      ended.commit();
    }

    String visible() throws IOException {
      byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
      if (path.toString().endsWith(".gz") && bytes.length > 0) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          bytes = in.readAllBytes();
        } catch (java.io.EOFException cut) {
          // A commit that was cut short: unpacks again after the next start.
          return "";
        }
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
