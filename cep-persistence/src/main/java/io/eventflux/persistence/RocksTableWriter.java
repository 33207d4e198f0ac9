package io.eventflux.persistence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** {@link BlockWriter} of a sorted table. The library has to be loaded. */
final class RocksTableWriter implements BlockWriter {
  private final Path file;
  private final EnvOptions environment = new EnvOptions();
  private final Options options = RocksTables.options();
  private final SstFileWriter writer = new SstFileWriter(environment, options);

  /** Begins {@code file}. */
  RocksTableWriter(Path file) throws IOException {
    this.file = file;
    boolean isOpen = false;
    try {
      writer.open(file.toString());
      writer.put(RocksTables.headerKey(), RocksTables.headerValue());
      isOpen = true;
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      if (!isOpen) {
        close();
      }
    }
  }

  @Override
  public void write(int part, int block, byte[] bytes, int offset, int length) throws IOException {
    byte[] value =
        offset == 0 && length == bytes.length
            ? bytes
            : Arrays.copyOfRange(bytes, offset, offset + length);
    try {
      writer.put(RocksTables.key(part, block), value);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      writer.finish();
    } catch (RocksDBException e) {
      throw failed(e);
    }
    // RocksDB has its own idea of when a file is durable, by platform and option; this is ours.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private IOException failed(RocksDBException e) {
    return new IOException(file + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    writer.close();
    options.close();
    environment.close();
  }
}
