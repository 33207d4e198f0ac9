package io.eventflux.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.fault.disk.DiskFault;
import io.eventflux.core.fault.disk.DiskOperation;
import io.eventflux.core.fault.disk.PowerLoss;
import io.eventflux.core.fault.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Replacing a file, on a disk that loses power before every operation, and fails in every one. */
class DurableFilesTest {
  private static final String OLD = "old".repeat(500);
  private static final String NEW = "new!".repeat(700);
  private static final int SEED_COUNT = 100;

  @Test
  void shouldLeaveTheOldContentOrTheNewWhenPowerIsLost() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      boolean isDone = false;
      for (int operation = 1; !isDone; operation++) {
        SimulatedDisk disk = diskWithOldContent();
        disk.faults().planPowerLoss(operation);
        try {
          replace(disk);
          isDone = true;
          disk.faults().clear();
        } catch (PowerLoss loss) {
          assertTrue(disk.isPowerLost());
        }

        disk.crash(seed);

        String content = Files.readString(disk.mount().getPath("/d/a"));
        if (isDone) {
          assertEquals(NEW, content, "seed " + seed + "\n" + disk.log());
        }
        left.add(content);
      }
    }
    assertEquals(Set.of(OLD, NEW), left);
  }

  @Test
  void shouldReplaceOnceMoreAfterAnyFailure() throws IOException {
    for (DiskOperation operation :
        Set.of(
            DiskOperation.OPEN,
            DiskOperation.WRITE,
            DiskOperation.FORCE,
            DiskOperation.MOVE,
            DiskOperation.FORCE_FOLDER)) {
      for (int seed = 0; seed < SEED_COUNT; seed++) {
        SimulatedDisk disk = diskWithOldContent();
        disk.faults().plan(operation, 1, DiskFault.FAIL);
        assertThrows(IOException.class, () -> replace(disk));

        replace(disk);
        disk.crash(seed);

        assertEquals(NEW, Files.readString(disk.mount().getPath("/d/a")), "after " + operation);
      }
    }
  }

  @Test
  void shouldGoOnAfterShortWrites() throws IOException {
    SimulatedDisk disk = diskWithOldContent();
    disk.faults().scatter(DiskOperation.WRITE, 0.9, DiskFault.SHORT, 1);

    replace(disk);

    assertEquals(NEW, Files.readString(disk.mount().getPath("/d/a")));
  }

  private static SimulatedDisk diskWithOldContent() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    Path path = disk.mount().getPath("/d/a");
    Files.createDirectory(disk.mount().getPath("/d"));
    Files.writeString(path, OLD);
    disk.sync();
    return disk;
  }

  private static void replace(SimulatedDisk disk) throws IOException {
    DurableFiles.replace(disk.mount().getPath("/d/a"), NEW.getBytes(UTF_8));
  }
}
