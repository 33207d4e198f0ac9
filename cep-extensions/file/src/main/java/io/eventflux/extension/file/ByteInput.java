package io.eventflux.extension.file;

import java.io.Closeable;
import java.io.IOException;

/** Where a file source gets bytes from. One thread. */
interface ByteInput extends Closeable {
  /** No bytes will come any more. */
  int END = -1;

  /**
   * Reads some bytes into {@code [from, from + length)} of {@code into}.
   *
   * @return how many; 0 if there are none now; {@link #END}
   */
  int read(byte[] into, int from, int length) throws IOException;
}
