package io.eventflux.core.state;

import java.util.zip.CRC32C;

/** The check sum that stands beside state wherever it is written. Stateless; any thread. */
public final class Crc32c {
  private Crc32c() {}

  /** The CRC-32C of all of {@code bytes}. */
  public static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The CRC-32C of {@code bytes[from, to)}. */
  public static int of(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
