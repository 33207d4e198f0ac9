package io.eventflux.extension.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the identical String for bytes seen before, so that equal keys share a cached hash and
 * compare by reference. A direct-mapped table: constant cost whatever the values, and never more
 * than {@code slots} texts of at most {@value #TEXT_SIZE_MAX_BYTES} bytes. Steps aside for a while
 * when values hardly ever repeat. One thread.
 */
final class TextCache {
  static final int TEXT_SIZE_MAX_BYTES = 48;
  private static final int TRIAL_LOOKUPS = 1 << 13;
  private static final int PAUSE_LOOKUPS = 1 << 17;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final @Nullable Entry[] entries;
  private int lookupCount;
  private int hitCount;
  private boolean paused;

  private record Entry(byte[] bytes, String text) {}

  /** A cache of {@code slots} texts, a power of two. */
  TextCache(int slots) {
    entries = new Entry[slots];
  }

  /** The text of the well-formed UTF-8 in {@code [from, to)}. */
  String text(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return "";
    }
    if (length > TEXT_SIZE_MAX_BYTES || isPaused()) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int slot = slot(bytes, from, to);
    Entry entry = entries[slot];
    if (entry != null && Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, from, to)) {
      hitCount++;
      return entry.text;
    }
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    entries[slot] = new Entry(Arrays.copyOfRange(bytes, from, to), text);
    return text;
  }

  private boolean isPaused() {
    int bound = paused ? PAUSE_LOOKUPS : TRIAL_LOOKUPS;
    if (++lookupCount == bound) {
      paused = !paused && hitCount < TRIAL_LOOKUPS / 8;
      lookupCount = 0;
      hitCount = 0;
    }
    return paused;
  }

  private int slot(byte[] bytes, int from, int to) {
    long hash = to - from;
    int i = from;
    for (; i <= to - 8; i += 8) {
      hash = (hash ^ ByteSearch.word(bytes, i)) * MIX;
      hash ^= hash >>> 32;
    }
    long tail = 0;
    for (; i < to; i++) {
      tail = tail << 8 | (bytes[i] & 0xFF);
    }
    hash = (hash ^ tail) * MIX;
    return (int) (hash >>> 40) & (entries.length - 1);
  }
}
