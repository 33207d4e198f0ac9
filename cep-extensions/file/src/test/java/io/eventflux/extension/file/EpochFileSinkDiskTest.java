package io.eventflux.extension.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.EpochSink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.connector.SinkEpoch;
import io.eventflux.core.fault.disk.DiskFault;
import io.eventflux.core.fault.disk.DiskOperation;
import io.eventflux.core.fault.disk.PowerLoss;
import io.eventflux.core.fault.disk.SimulatedDisk;
import io.eventflux.extension.format.CsvFormat;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The file sink of an app with checkpoints on a disk that loses power and fails. The engine around
 * it keeps its checkpoints where nothing is lost, so that only the sink is tried.
 */
class EpochFileSinkDiskTest {
  private static final RowSchema SCHEMA = new RowSchema(List.of(new Field("n", Type.INT)));
  private static final int ROW_COUNT = 200;
  private static final int SEED_COUNT = 1000;

  @Test
  void shouldBeExactlyOnceWhateverIsLost() {
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      try {
        run(disk, new Random(seed * 0x9E3779B97F4A7C15L));
      } catch (IOException | RuntimeException | AssertionError failure) {
        fail("seed " + seed + " after\n" + disk.log(), failure);
      }
    }
  }

  private static void run(SimulatedDisk disk, Random random) throws IOException {
    Engine engine = new Engine(disk);
    boolean isUp = false;
    int faultCount = random.nextInt(12);
    int quietStopCount = 0;
    while (engine.committedRowCount < ROW_COUNT) {
      if (faultCount > 0 && random.nextInt(isUp ? 4 : 2) == 0) {
        faultCount--;
        quietStopCount = 0;
        planFault(disk, random);
      }
      try {
        if (isUp) {
          engine.write(Math.min(random.nextInt(20), ROW_COUNT - engine.rowCount));
          engine.checkpoint();
        } else {
          engine.start();
          isUp = true;
        }
        assertTrue(whole(ROW_COUNT).startsWith(engine.visible()), "the beginning, in order");
      } catch (PowerLoss loss) {
        disk.crash(random.nextLong());
        isUp = false;
      } catch (IOException failure) {
        // The engine stops; the next process finds what this one has left, or what a crash leaves.
        if (quietStopCount++ > 2) {
          throw failure;
        }
        engine.stop();
        if (random.nextBoolean()) {
          disk.crash(random.nextLong());
        }
        isUp = false;
      }
      disk.faults().clear();
      disk.limitCapacity(Long.MAX_VALUE);
      // What was committed before may be followed by what was not, and is there in any case.
      assertTrue(engine.visible().startsWith(whole(engine.committedRowCount)), "nothing lost");
    }
    assertEquals(whole(ROW_COUNT), engine.visible());
  }

  private static void planFault(SimulatedDisk disk, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> disk.limitCapacity(random.nextInt(1500));
      case 1 -> disk.faults().plan(DiskOperation.FORCE, 1 + random.nextInt(3), DiskFault.FAIL);
      case 2 -> {
        DiskOperation[] all = DiskOperation.values();
        disk.faults().plan(all[random.nextInt(all.length)], 1 + random.nextInt(3), DiskFault.FAIL);
      }
      default -> disk.faults().planPowerLoss(1 + random.nextInt(1 + random.nextInt(40)));
    }
  }

  private static String whole(int rowCount) {
    if (rowCount == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("n\n");
    for (int row = 0; row < rowCount; row++) {
      text.append(row).append('\n');
    }
    return text.toString();
  }

  /** The engine around one sink: row number n has the value n. */
  private static final class Engine {
    private final SimulatedDisk disk;
    private FileSystem files;
    private EpochSink sink = newSink();
    private long epoch;
    private int rowCount;
    private @Nullable EpochHeader storedHeader;
    private byte @Nullable [] storedState;
    private int storedRowCount;

    /** How many rows a reader may rely on. */
    private int committedRowCount;

    Engine(SimulatedDisk disk) {
      this.disk = disk;
      this.files = disk.mount();
    }

    private static EpochSink newSink() {
      return (EpochSink)
          new FileSinkProvider().create(new ConnectorOptions(Map.of("path", "/out.csv")));
    }

    void start() throws IOException {
      files = disk.mount();
      sink = newSink();
      sink.open(new DiskContext(files));
      epoch = Math.max(epoch, sink.recover(storedHeader, storedState));
      rowCount = storedRowCount;
      committedRowCount = storedRowCount;
    }

    /** As a process that ends: what it cannot remove any more stays. */
    void stop() throws IOException {
      try {
        sink.close();
      } catch (IOException failure) {
        // Reported by an engine, which ends all the same.
      }
      files.close();
    }

    void write(int count) throws IOException {
      ColumnBatch batch = new ColumnBatch(SCHEMA, Math.max(1, count));
      for (int row = 0; row < count; row++) {
        batch.column(0).setBoxed(row, rowCount + row);
      }
      sink.write(batch, 0, count);
      rowCount += count;
    }

    void checkpoint() throws IOException {
      EpochHeader header = new EpochHeader("run", ++epoch, Map.of("source/In/0", "" + rowCount));
      SinkEpoch ended = sink.endEpoch(header);
      ended.prepare();
      storedHeader = header;
      storedState = ended.state();
      storedRowCount = rowCount;
      ended.commit();
      committedRowCount = rowCount;
    }

    /** What another process sees. */
    String visible() throws IOException {
      try (FileSystem reader = disk.mount()) {
        Path path = reader.getPath("/out.csv");
        return Files.exists(path) ? Files.readString(path, ISO_8859_1) : "";
      }
    }
  }

  /** The context of a sink in an app with checkpoints, on a file system. */
  private record DiskContext(FileSystem files) implements SinkContext {
    @Override
    public String streamName() {
      return "Out";
    }

    @Override
    public RowSchema schema() {
      return SCHEMA;
    }

    @Override
    public Encoder encoder() {
      return new CsvFormat().encoder(SCHEMA, new ConnectorOptions(Map.of("header", "true")));
    }

    @Override
    public String runId() {
      return "run";
    }

    @Override
    public Path resolve(String path) {
      return files.getPath(path);
    }
  }
}
