package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file of a file system, unpacked if it is packed. */
final class StoredInput implements ByteInput {
  private static final int UNPACK_BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final SeekableByteChannel channel;
  private final @Nullable InputStream unpacked;
  private final @Nullable Object fileKey;

  /**
   * Opens {@code file}.
   *
   * @param name the path as the user wrote it
   * @throws ConnectorException if it is not there, is a directory or may not be read
   */
  StoredInput(Path file, String name, Compression compression) throws ConnectorException {
    this.file = file;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new ConnectorException(
            Category.INPUT_MISSING, "'" + name + "' is a directory, not a file", null);
      }
      fileKey = attributes.fileKey();
      channel = Files.newByteChannel(file);
    } catch (IOException failure) {
      throw FileFailures.opening(name, failure);
    }
    InputStream stream = null;
    if (compression == Compression.GZIP) {
      try {
        stream = new GZIPInputStream(Channels.newInputStream(channel), UNPACK_BUFFER_BYTES);
      } catch (IOException failure) {
        try (channel) {
          throw FileFailures.reading(name, failure);
        } catch (ConnectorException problem) {
          throw problem;
        } catch (IOException closing) {
          throw FileFailures.reading(name, closing);
        }
      }
    }
    unpacked = stream;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    InputStream stream = unpacked;
    return stream != null
        ? stream.read(into, from, length)
        : channel.read(ByteBuffer.wrap(into, from, length));
  }

  /**
   * Goes to a place in the unpacked bytes.
   *
   * @return false if the file ends before it
   */
  boolean goTo(long offset) throws IOException {
    InputStream stream = unpacked;
    if (stream == null) {
      if (offset > channel.size()) {
        return false;
      }
      channel.position(offset);
      return true;
    }
    byte[] skipped = new byte[UNPACK_BUFFER_BYTES];
    long left = offset;
    while (left > 0) {
      int count = stream.read(skipped, 0, (int) Math.min(left, skipped.length));
      if (count < 0) {
        return false;
      }
      left -= count;
    }
    return true;
  }

  /**
   * Reads {@code count} bytes to the start of {@code into}.
   *
   * @return false if the file ends before
   */
  boolean readFully(byte[] into, int count) throws IOException {
    int size = 0;
    while (size < count) {
      int more = read(into, size, count - size);
      if (more < 0) {
        return false;
      }
      size += more;
    }
    return true;
  }

  /**
   * Whether the path holds other bytes now than those read here: another file has taken its place,
   * or it has become shorter than what was read.
   *
   * @param readBytes how much has been read
   */
  boolean isReplaced(long readBytes) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() < readBytes || !Objects.equals(fileKey, attributes.fileKey());
  }

  @Override
  public void close() throws IOException {
    // Closes the channel below it too.
    if (unpacked != null) {
      unpacked.close();
    }
    channel.close();
  }
}
