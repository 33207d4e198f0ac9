package io.eventflux.persistence;

import io.eventflux.core.state.StateFormatException;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** {@link BlockReader} of a sorted table. The library has to be loaded. */
final class RocksTableReader implements BlockReader {
  private final Options options = RocksTables.options();
  private final ReadOptions readOptions =
      new ReadOptions().setVerifyChecksums(true).setFillCache(false);
  private final SstFileReader reader = new SstFileReader(options);
  private final SstFileReaderIterator entries;

  private RocksTableReader(Path file) throws RocksDBException {
    boolean isOpen = false;
    try {
      reader.open(file.toString());
      entries = reader.newIterator(readOptions);
      isOpen = true;
    } finally {
      if (!isOpen) {
        closeTable();
      }
    }
  }

  /**
   * Opens {@code file}.
   *
   * @throws StateFormatException if it is no table, or not one of ours
   */
  static RocksTableReader open(Path file) {
    RocksTableReader opened;
    try {
      opened = new RocksTableReader(file);
    } catch (RocksDBException e) {
      throw new StateFormatException("RocksDB says: " + e.getMessage());
    }
    boolean isOurs = false;
    try {
      opened.entries.seekToFirst();
      isOurs = Arrays.equals(opened.next(RocksTables.headerKey()), RocksTables.headerValue());
      if (!isOurs) {
        throw new StateFormatException("it is no table of blocks");
      }
      return opened;
    } finally {
      if (!isOurs) {
        opened.close();
      }
    }
  }

  @Override
  public void read(int part, int block, byte[] into, int offset, int length) {
    byte[] value = next(RocksTables.key(part, block));
    if (value.length != length) {
      throw new StateFormatException("a block has " + value.length + " bytes instead of " + length);
    }
    System.arraycopy(value, 0, into, offset, length);
  }

  /** The value under the cursor, which has to stand under {@code key}; goes on to the next. */
  private byte[] next(byte[] key) {
    if (!entries.isValid()) {
      try {
        entries.status();
      } catch (RocksDBException e) {
        throw new StateFormatException("RocksDB says: " + e.getMessage());
      }
      throw new StateFormatException("it ends in the middle");
    }
    if (!Arrays.equals(entries.key(), key)) {
      throw new StateFormatException("a block is missing");
    }
    byte[] value = entries.value();
    entries.next();
    return value;
  }

  @Override
  public void close() {
    entries.close();
    closeTable();
  }

  private void closeTable() {
    reader.close();
    readOptions.close();
    options.close();
  }
}
