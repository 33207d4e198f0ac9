package io.eventflux.extension.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream that may have nothing for a long time, such as standard input, without waiting for
 * it. A daemon thread of its own waits and hands over blocks through a queue of four; when the
 * queue is full the thread, and with it the writer of the stream, waits.
 */
final class PipeInput implements ByteInput {
  private static final int BLOCK_SIZE_BYTES = 1 << 16;
  private static final int BLOCK_COUNT_MAX = 4;
  private static final long WAIT_MILLIS = 2;

  /** What the thread hands over: bytes, or the end with the failure that was its reason, if any. */
  private static final class Block {
    private final byte[] bytes;
    private final int size;
    private final @Nullable IOException failure;

    Block(byte[] bytes, int size, @Nullable IOException failure) {
      this.bytes = bytes;
      this.size = size;
      this.failure = failure;
    }
  }

  private final ArrayBlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCK_COUNT_MAX);
  private final Thread reader;
  private @Nullable Block current;
  private int taken;

  /** Starts reading {@code stream}; closing this does not close it. */
  PipeInput(InputStream stream) {
    reader = new Thread(() -> readAll(stream), "eventflux-stdin");
    reader.setDaemon(true);
    reader.start();
  }

  private void readAll(InputStream stream) {
    try {
      try {
        while (true) {
          byte[] bytes = new byte[BLOCK_SIZE_BYTES];
          int size = stream.read(bytes, 0, bytes.length);
          if (size < 0) {
            blocks.put(new Block(bytes, END, null));
            return;
          }
          if (size > 0) {
            blocks.put(new Block(bytes, size, null));
          }
        }
      } catch (IOException failure) {
        blocks.put(new Block(new byte[0], END, failure));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Block block = current;
    if (block == null) {
      block = next();
      if (block == null) {
        return 0;
      }
      current = block;
      taken = 0;
    }
    if (block.failure != null) {
      throw block.failure;
    }
    if (block.size == END) {
      return END;
    }
    int count = Math.min(length, block.size - taken);
    System.arraycopy(block.bytes, taken, into, from, count);
    taken += count;
    if (taken == block.size) {
      current = null;
    }
    return count;
  }

  private @Nullable Block next() {
    try {
      return blocks.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
