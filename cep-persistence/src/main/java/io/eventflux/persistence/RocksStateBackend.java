package io.eventflux.persistence;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Keeps each checkpoint in an immutable sorted table of RocksDB, with its own checksum on every
 * block. The library is loaded when the first checkpoint is stored or loaded, not before. One
 * thread at a time.
 */
public final class RocksStateBackend extends FolderStateBackend {
  /**
   * A backend in {@code folder}, which may exist or not. Touches nothing.
   *
   * @throws IllegalArgumentException if it is not on the default file system, the only one that
   *     RocksDB can write to
   */
  public RocksStateBackend(Path folder) {
    this(folder, FolderLock.TRIES);
  }

  RocksStateBackend(Path folder, int lockTries) {
    super(folder, lockTries);
    if (folder.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException("RocksDB writes to the default file system only");
    }
  }

  @Override
  String option() {
    return "rocksdb";
  }

  @Override
  String stateFileName() {
    return "state.sst";
  }

  @Override
  BlockWriter newWriter(Path file) throws IOException {
    RocksLibrary.load(nativeFolder());
    return new RocksTableWriter(file);
  }

  @Override
  BlockReader newReader(Path file) throws IOException {
    RocksLibrary.load(nativeFolder());
    return RocksTableReader.open(file);
  }
}
