package io.eventflux.extension.file;

import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.state.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Bytes to a file, each once: a write that finds the disk full goes on behind the bytes that had
 * room, when there is more of it. One thread at a time.
 */
final class ChannelOutput extends OutputStream {
  private final FileChannel channel;
  private final SinkContext context;

  ChannelOutput(FileChannel channel, SinkContext context) {
    this.channel = channel;
    this.context = context;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    write(channel, ByteBuffer.wrap(bytes, from, length), context);
  }

  /** Writes all that is left of {@code buffer} at the position of {@code channel}. */
  static void write(FileChannel channel, ByteBuffer buffer, SinkContext context)
      throws IOException {
    // A write that fails has taken nothing, and one that takes some of the bytes does not fail.
    context.whileDiskIsFull(() -> DurableFiles.writeFully(channel, buffer));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
