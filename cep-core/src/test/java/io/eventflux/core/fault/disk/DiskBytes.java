package io.eventflux.core.fault.disk;

import java.util.Arrays;

/** Bytes that grow and are cut; bytes that nobody wrote are zero. */
final class DiskBytes {
  private byte[] bytes = new byte[0];
  private int size;

  int size() {
    return size;
  }

  void read(int from, byte[] into, int at, int count) {
    System.arraycopy(bytes, from, into, at, count);
  }

  /** Writes {@code source[from, to)} at {@code at}, behind the end too. */
  void write(int at, byte[] source, int from, int to) {
    int end = at + to - from;
    if (end > size) {
      resize(end);
    }
    System.arraycopy(source, from, bytes, at, to - from);
  }

  /** Cuts, or appends zeros. */
  void resize(int newSize) {
    if (newSize < size) {
      Arrays.fill(bytes, newSize, size, (byte) 0);
    } else if (newSize > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(newSize, (int) Math.min(bytes.length * 2L, 1 << 30)));
    }
    size = newSize;
  }

  void flipBit(int index, int bit) {
    bytes[index] ^= (byte) (1 << bit);
  }

  void copyFrom(DiskBytes other) {
    bytes = Arrays.copyOf(other.bytes, other.size);
    size = other.size;
  }
}
