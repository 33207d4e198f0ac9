package io.eventflux.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/** Loads the native library of RocksDB, once in a process. Any thread. */
final class RocksLibrary {
  /** RocksDB's own setting for where to unpack; if the user made it, it holds. */
  private static final String FOLDER_VARIABLE = "ROCKSDB_SHAREDLIB_DIR";

  private static boolean isLoaded;

  private RocksLibrary() {}

  /**
   * Loads the library if that has not happened yet; takes some tenths of a second then.
   *
   * <p>RocksDB unpacks 10 to 20 MB into a file that it removes when the process ends, but not when
   * the process is killed. Under one name in {@code folder}, which has one owner, the next process
   * replaces what a killed one left; in the temporary folder of the machine files would pile up.
   *
   * @throws IOException if there is no library for this platform, or it cannot be unpacked or
   *     loaded
   */
  static synchronized void load(Path folder) throws IOException {
    if (isLoaded) {
      return;
    }
    try {
      if (System.getenv(FOLDER_VARIABLE) == null) {
        Files.createDirectories(folder);
        NativeLibraryLoader.getInstance().loadLibrary(folder.toAbsolutePath().toString());
      }
      RocksDB.loadLibrary();
      isLoaded = true;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new IOException(
          "the native library of RocksDB cannot be loaded on this machine ("
              + e.getMessage()
              + "); use --state-backend file",
          e);
    }
  }
}
