package io.eventflux.persistence;

import io.eventflux.core.state.StateFormatException;
import java.io.IOException;

/** Reads the blocks of a state file in the order in which they were written. One thread. */
interface BlockReader extends AutoCloseable {
  /**
   * Reads the next block into {@code into} from {@code offset}.
   *
   * @param part index of the part that the block has to belong to
   * @param block index that it has to have there
   * @param length how many bytes it has to have
   * @throws StateFormatException if the next block is another one, or there is none
   * @throws IOException if the file cannot be read
   */
  void read(int part, int block, byte[] into, int offset, int length) throws IOException;

  @Override
  void close() throws IOException;
}
