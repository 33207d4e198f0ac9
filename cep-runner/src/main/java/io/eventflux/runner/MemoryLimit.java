package io.eventflux.runner;

import io.eventflux.query.text.SizeText;
import java.util.OptionalLong;

/**
 * How much memory the process may take. Java is told at its start how large its heap may become, so
 * the script {@code eventflux} divides the limit; this is the same arithmetic, for those who start
 * Java themselves.
 *
 * <pre>
 *   limit = heap + 128 MiB + limit / 8
 *           code, classes, threads, direct buffers, RocksDB; what grows with the heap: its collector
 * </pre>
 *
 * @param sizeBytes the whole process, as the operating system counts what is resident
 */
record MemoryLimit(long sizeBytes) {
  private static final long MIB = 1L << 20;
  private static final long MIN_BYTES = 256 * MIB;
  private static final long FIXED_BYTES = 128 * MIB;

  /**
   * The limit that {@code text} says.
   *
   * @throws CommandException if it is no size, or too small for Java
   */
  static MemoryLimit of(String text) throws CommandException {
    OptionalLong sizeBytes = SizeText.bytes(text);
    if (sizeBytes.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "--memory-limit: '" + text + "' is no size; write as 512MiB or 2GiB");
    }
    if (sizeBytes.getAsLong() < MIN_BYTES) {
      throw new CommandException(
          ExitCode.USAGE, "--memory-limit: '" + text + "' is too little, 256MiB is the least");
    }
    return new MemoryLimit(sizeBytes.getAsLong());
  }

  /** How large the heap may become, in whole MiB. */
  long heapBytes() {
    return (sizeBytes - FIXED_BYTES - sizeBytes / 8) / MIB * MIB;
  }

  /**
   * Refuses a Java that was started with a larger heap.
   *
   * @param heapMaxBytes how large its heap may become
   */
  void requireHeap(long heapMaxBytes) throws CommandException {
    if (heapMaxBytes > heapBytes()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--memory-limit: Java was started with a heap of up to "
              + heapMaxBytes / MIB
              + " MiB, and the limit leaves "
              + heapBytes() / MIB
              + " MiB; start with the script eventflux and without -Xmx, or with -Xmx"
              + heapBytes() / MIB
              + "m");
    }
  }
}
