package io.eventflux.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link RocksStateBackend} by the suites. */
class RocksStateBackendTest extends FolderBackendConformance {
  @Override
  FolderStateBackend backend(Path folder, int lockTries) {
    return new RocksStateBackend(folder, lockTries);
  }

  @Test
  void shouldNotTouchTheLibraryUntilACheckpointIsStoredOrLoaded() throws Exception {
    Process process =
        OwnerProcess.start("rocksdb", temporary.resolve("state"), APP, "-Xlog:class+load");
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor());
    assertTrue(said.contains("io.eventflux.persistence.RocksStateBackend"), "classes are logged");
    assertTrue(said.lines().anyMatch("open"::equals), "the state was opened");
    assertFalse(said.contains(" org.rocksdb."), "a class of RocksDB was loaded");
  }

  @Test
  void shouldRefuseAnotherFileSystem() throws Exception {
    URI archive = URI.create("jar:" + temporary.resolve("archive.zip").toUri());
    try (FileSystem other = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> new RocksStateBackend(other.getPath("/state")));
      assertEquals("RocksDB writes to the default file system only", refused.getMessage());
    }
  }
}
