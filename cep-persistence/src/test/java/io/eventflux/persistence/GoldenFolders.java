package io.eventflux.persistence;

import io.eventflux.core.state.Checkpoint;
import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the state folders under {@code src/test/resources/golden} hold. They are never written
 * again; a new format gets a folder of its own.
 */
final class GoldenFolders {
  /** The app that they belong to. */
  static final String APP = "Golden é🦊";

  private GoldenFolders() {}

  /** Their checkpoints, oldest first. */
  static List<Checkpoint> checkpoints() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("pipeline 1", "state of operators".getBytes(StandardCharsets.UTF_8));
    parts.put("名前", new byte[0]);
    parts.put("source", new byte[] {0, 127, -128, -1});
    return List.of(
        new Checkpoint(
            new CheckpointId(1), APP, "0.1.0", "fingerprint", 1_700_000_000_000L, Map.of()),
        new Checkpoint(
            new CheckpointId(12), APP, "0.1.0", "fingerprint", 1_700_000_001_000L, parts));
  }

  /** Writes them in the present format below the given folder, for a new format. */
  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    for (StateBackend backend :
        List.of(
            new FileStateBackend(target.resolve("file")),
            new RocksStateBackend(target.resolve("rocksdb")))) {
      try (backend) {
        backend.open(APP);
        for (Checkpoint checkpoint : checkpoints()) {
          backend.store(checkpoint);
        }
      }
    }
    for (String each : List.of("file", "rocksdb")) {
      Files.delete(target.resolve(each).resolve(FolderLock.FILE));
      DurableFiles.deleteTree(target.resolve(each).resolve("native"));
    }
  }
}
