package io.eventflux.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.fault.disk.DiskFault;
import io.eventflux.core.fault.disk.DiskOperation;
import io.eventflux.core.fault.disk.SimulatedDisk;
import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.StateBackend;
import io.eventflux.core.state.StateFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link FileStateBackend} by the suites. */
class FileStateBackendTest extends FolderBackendConformance {
  @Override
  FolderStateBackend backend(Path folder, int lockTries) {
    return new FileStateBackend(folder, lockTries);
  }

  @Test
  void shouldNameTheBackendThatWroteACheckpoint() throws IOException {
    Path folder = temporary.resolve("of-rocksdb");
    try (StateBackend rocks = new RocksStateBackend(folder)) {
      rocks.open(APP);
      rocks.store(checkpoint(1));
    }

    try (StateBackend file = new FileStateBackend(folder)) {
      file.open(APP);
      StateFormatException refused =
          assertThrows(StateFormatException.class, () -> file.load(new CheckpointId(1)));
      assertEquals(
          "checkpoint 1 in "
              + folder
              + " was written with --state-backend rocksdb; go on with that, not with file",
          refused.getMessage());
    }
  }

  @Test
  void shouldNotTakeADiskThatCannotBeReadForAnEmptyOne() throws IOException {
    for (DiskOperation operation : List.of(DiskOperation.ATTRIBUTES, DiskOperation.LIST)) {
      SimulatedDisk disk = new SimulatedDisk();
      try (StateBackend first = new FileStateBackend(state(disk), 1)) {
        first.open(APP);
        first.store(checkpoint(1));
      }
      boolean isOver = false;
      for (int nth = 1; !isOver; nth++) {
        disk.faults().plan(operation, nth, DiskFault.FAIL);
        try (StateBackend next = new FileStateBackend(state(disk), 1)) {
          next.open(APP);
          List<CheckpointId> found = next.checkpoints();

          assertEquals(List.of(new CheckpointId(1)), found, operation + " " + nth);
          isOver = nth > 50;
        } catch (IOException | StateFormatException refused) {
          assertFalse(nth > 50, "there are not so many");
        }
        disk.faults().clear();
      }
    }
  }

  @Test
  void shouldMakeTheFolderDurableAlsoWhenAnEarlierTryFailed() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    disk.faults().plan(DiskOperation.FORCE_FOLDER, 1, DiskFault.FAIL);
    try (StateBackend first = new FileStateBackend(state(disk), 1)) {
      assertThrows(IOException.class, () -> first.open(APP));
    }
    try (StateBackend second = new FileStateBackend(state(disk), 1)) {
      second.open(APP);
      second.store(checkpoint(1));
    }
    disk.crash(1);

    try (StateBackend third = new FileStateBackend(state(disk), 1)) {
      third.open(APP);
      assertEquals(List.of(new CheckpointId(1)), third.checkpoints());
    }
  }

  private static Path state(SimulatedDisk disk) {
    return disk.mount().getPath("/state");
  }
}
