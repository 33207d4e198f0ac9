package io.eventflux.persistence;

import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps checkpoints in plain files, through {@code java.nio.file} alone: on any file system that
 * has channels, and on platforms without the library of RocksDB. One thread at a time.
 *
 * <p>A state file is eight bytes that say what it is, and then the blocks one behind the other; the
 * manifest knows their lengths.
 */
public final class FileStateBackend extends FolderStateBackend {
  /** "EFLUXBLK". */
  private static final long MAGIC = 0x45464C5558424C4BL;

  /** A backend in {@code folder}, which may exist or not, on any file system. Touches nothing. */
  public FileStateBackend(Path folder) {
    this(folder, FolderLock.TRIES);
  }

  FileStateBackend(Path folder, int lockTries) {
    super(folder, lockTries);
  }

  @Override
  String option() {
    return "file";
  }

  @Override
  String stateFileName() {
    return "state.blocks";
  }

  @Override
  BlockWriter newWriter(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Writer writer = new Writer(channel);
    boolean isBegun = false;
    try {
      DurableFiles.writeFully(channel, header());
      isBegun = true;
      return writer;
    } finally {
      if (!isBegun) {
        writer.close();
      }
    }
  }

  @Override
  BlockReader newReader(Path file) throws IOException {
    Reader reader = new Reader(FileChannel.open(file, StandardOpenOption.READ));
    boolean isOurs = false;
    try {
      ByteBuffer found = ByteBuffer.allocate(Long.BYTES);
      reader.readFully(found);
      isOurs = found.flip().equals(header());
      if (!isOurs) {
        throw new StateFormatException("it is no file of blocks");
      }
      return reader;
    } finally {
      if (!isOurs) {
        reader.close();
      }
    }
  }

  private static ByteBuffer header() {
    return ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).flip();
  }

  private static final class Writer implements BlockWriter {
    private final FileChannel channel;

    Writer(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int part, int block, byte[] bytes, int offset, int length)
        throws IOException {
      DurableFiles.writeFully(channel, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void finish() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class Reader implements BlockReader {
    private final FileChannel channel;

    Reader(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void read(int part, int block, byte[] into, int offset, int length) throws IOException {
      readFully(ByteBuffer.wrap(into, offset, length));
    }

    private void readFully(ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new StateFormatException("it ends in the middle");
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
