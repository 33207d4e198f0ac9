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

  /**
   * A text with its bytes; the first eight, or what there is of them, also as a word, which decides
   * most comparisons without going to the array.
   */
  private static final class Entry {
    private final long head;
    private final byte[] bytes;
    private final String text;

    Entry(long head, byte[] bytes, String text) {
      this.head = head;
      this.bytes = bytes;
      this.text = text;
    }

    boolean isAt(long otherHead, byte[] other, int from, int to) {
      int size = bytes.length;
      return head == otherHead
          && size == to - from
          && (size <= 8 || Arrays.equals(bytes, 8, size, other, from + 8, to));
    }
  }

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
    long head = ByteSearch.wordOf(bytes, from, Math.min(length, 8));
    int slot = slot(head, bytes, from, to);
    Entry entry = entries[slot];
    if (entry != null && entry.isAt(head, bytes, from, to)) {
      hitCount++;
      return entry.text;
    }
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    entries[slot] = new Entry(head, Arrays.copyOfRange(bytes, from, to), text);
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

  private int slot(long head, byte[] bytes, int from, int to) {
    long hash = (head ^ (to - from)) * MIX;
    for (int i = from + 8; i < to; i += 8) {
      hash = (hash ^ (hash >>> 32) ^ ByteSearch.wordOf(bytes, i, Math.min(to - i, 8))) * MIX;
    }
    return (int) (hash >>> 40) & (entries.length - 1);
  }
}
