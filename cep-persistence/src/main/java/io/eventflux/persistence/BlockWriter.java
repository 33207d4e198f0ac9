package io.eventflux.persistence;

import java.io.IOException;

/**
 * Writes the blocks of a checkpoint into its state file, in rising order of part and block. One
 * thread. Closing without {@link #finish} leaves a file that nobody may read.
 */
interface BlockWriter extends AutoCloseable {
  /**
   * Appends {@code length} bytes of {@code bytes} from {@code offset} as a block.
   *
   * @param part index of the part, from 0
   * @param block index of the block in its part, from 0
   * @throws IOException if it could not be written; the file is of no use any more
   */
  void write(int part, int block, byte[] bytes, int offset, int length) throws IOException;

  /**
   * Ends the file and makes its content durable, not its name.
   *
   * @throws IOException if that failed; the file is of no use any more
   */
  void finish() throws IOException;

  @Override
  void close() throws IOException;
}
