package io.eventflux.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.StateBackend;
import io.eventflux.core.state.StateFormatException;
import java.io.IOException;
import java.nio.file.Path;
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
}
