package io.eventflux.extension.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Takes output that is committed already and compares it with what the target holds. Bytes behind
 * the committed ones go on to the next stream.
 */
final class CommittedContent extends OutputStream {
  private static final int BUFFER_SIZE_BYTES = 1 << 16;

  /** Where bytes go that are not committed yet. */
  interface Next {
    /** The stream for them. */
    OutputStream open() throws IOException;
  }

  private final InputStream committed;
  private final Next next;
  private final byte[] expected = new byte[BUFFER_SIZE_BYTES];
  private long position;
  private long left;

  /**
   * Compares with the output in {@code target} from {@code fromBytes} of its content on.
   *
   * @param extent what is committed
   */
  CommittedContent(
      Path target, Compression compression, EpochMarker.Extent extent, long fromBytes, Next next)
      throws IOException {
    this.next = next;
    this.position = fromBytes;
    this.left = extent.contentBytes() - fromBytes;
    FileChannel channel = FileChannel.open(target, StandardOpenOption.READ);
    channel.position(extent.baseBytes());
    InputStream stream = Channels.newInputStream(channel);
    this.committed =
        compression == Compression.GZIP ? new GZIPInputStream(stream, BUFFER_SIZE_BYTES) : stream;
    committed.skipNBytes(fromBytes);
  }

  /** Whether committed bytes are left to compare with. */
  boolean isReplaying() {
    return left > 0;
  }

  /** How many committed bytes have been compared, from the start of the output. */
  long position() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int end = from + length;
    while (at < end && left > 0) {
      int count = (int) Math.min(Math.min(end - at, left), expected.length);
      if (committed.readNBytes(expected, 0, count) < count) {
        throw new EOFException("the committed output has been cut");
      }
      int difference = Arrays.mismatch(expected, 0, count, bytes, at, at + count);
      if (difference >= 0) {
        throw new IOException(
            "the rows that come again differ from the committed output at byte "
                + (position + difference));
      }
      at += count;
      position += count;
      left -= count;
    }
    if (at < end) {
      next.open().write(bytes, at, end - at);
    }
  }

  @Override
  public void close() throws IOException {
    committed.close();
  }
}
