package io.eventflux.extension.file;

import io.eventflux.core.connector.SinkContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The output of one epoch in a file of its own, until it is appended to the target. Written by the
 * pipeline thread until {@link #end}, then only read.
 */
final class PendingOutput {
  private static final int BUFFER_SIZE_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final CheckedOutputStream packed;
  private final OutputStream content;

  /** Creates {@code file}, which does not exist. */
  PendingOutput(Path file, Compression compression, SinkContext context) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // The checksum is that of the bytes in the file, packed if they are packed.
    this.packed =
        new CheckedOutputStream(
            new BufferedOutputStream(new ChannelOutput(channel, context), BUFFER_SIZE_BYTES),
            new CRC32C());
    this.content =
        compression == Compression.GZIP ? new GZIPOutputStream(packed, BUFFER_SIZE_BYTES) : packed;
  }

  /** Where to write. */
  OutputStream content() {
    return content;
  }

  Path file() {
    return file;
  }

  /** Nothing more is written; the bytes are with the operating system, not yet durable. */
  void end() throws IOException {
    if (content instanceof GZIPOutputStream gzip) {
      gzip.finish();
    }
    packed.flush();
  }

  /** Bytes in the file. After {@link #end}. */
  long sizeBytes() throws IOException {
    return channel.position();
  }

  /** CRC-32C of the bytes in the file. After {@link #end}. */
  int checksum() {
    return (int) packed.getChecksum().getValue();
  }

  /** Makes the bytes durable and closes the file. After {@link #end}. */
  void sync() throws IOException {
    try (channel) {
      channel.force(true);
    }
  }

  /** Closes and removes the file. */
  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
