package io.eventflux.core.fault.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The bytes of a file: as they are seen, as they are stored, and the changes in between, in order.
 * Guarded by its disk.
 *
 * <pre>
 *   stored --- unforced changes ---&gt; seen
 * </pre>
 *
 * After a failed force the changes are dropped, while what is seen stays: the cache holds pages
 * that it takes for clean, and no later force writes them.
 */
final class DiskFile extends DiskNode {
  /** What a disk writes whole or not at all. */
  private static final int SECTOR_SIZE_BYTES = 512;

  private final DiskBytes seen = new DiskBytes();
  private final DiskBytes stored = new DiskBytes();
  private final List<Change> unforced = new ArrayList<>();

  DiskFile(long number, long nowMillis) {
    super(number, nowMillis);
  }

  int size() {
    return seen.size();
  }

  void read(int from, byte[] into, int count) {
    seen.read(from, into, 0, count);
  }

  void write(int at, byte[] bytes) {
    seen.write(at, bytes, 0, bytes.length);
    unforced.add(new Written(at, bytes));
  }

  /** Cuts the file to {@code size}, which is less than it has. */
  void cut(int size) {
    seen.resize(size);
    unforced.add(new Cut(size));
  }

  void force() {
    unforced.forEach(this::store);
    unforced.clear();
  }

  /** What was not forced will never be. */
  void failForce() {
    unforced.clear();
  }

  void flipBit(int index, int bit) {
    seen.flipBit(index, bit);
    if (index < stored.size()) {
      stored.flipBit(index, bit);
    }
  }

  private void store(Change change) {
    if (change instanceof Written written) {
      stored.write(written.at, written.bytes, 0, written.bytes.length);
    } else if (change instanceof Cut cut) {
      stored.resize(cut.size);
    }
  }

  /**
   * Loses unforced changes as a crash does: a number of them have been stored in order, and of the
   * writes behind these, up to the next cut, any sectors in any version, with a size that may be
   * ahead of the bytes.
   *
   * @return what has survived, in words; empty if nothing was in danger
   */
  String crash(Random random) {
    String survived = "";
    int count = unforced.size();
    if (count > 0) {
      int whole = survivorCount(random, count);
      unforced.subList(0, whole).forEach(this::store);
      int end = whole;
      while (end < count && unforced.get(end) instanceof Written) {
        end++;
      }
      boolean isTorn = whole < end && random.nextBoolean();
      if (isTorn) {
        tear(whole, end, random);
      }
      survived =
          "kept %d of %d changes%s, %d of %d bytes"
              .formatted(
                  whole,
                  count,
                  isTorn ? " and pieces of the next " + (end - whole) : "",
                  stored.size(),
                  seen.size());
    }
    unforced.clear();
    seen.copyFrom(stored);
    return survived;
  }

  /** None, all, or some of {@code count} changes; all of them often. */
  static int survivorCount(Random random, int count) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> count;
      default -> random.nextInt(count + 1);
    };
  }

  /** Stores some sectors of the writes {@code [from, to)}, each in the state after some of them. */
  private void tear(int from, int to, Random random) {
    int sizeBefore = stored.size();
    int size = sizeBefore;
    int sizedBy = from + random.nextInt(to - from + 1);
    Map<Integer, Integer> versions = new HashMap<>();
    for (int index = from; index < to; index++) {
      Written write = (Written) unforced.get(index);
      int end = write.at + write.bytes.length;
      if (index < sizedBy) {
        size = Math.max(size, end);
      }
      int at = write.at;
      while (at < end) {
        int sector = at / SECTOR_SIZE_BYTES;
        int sectorEnd = (int) Math.min(end, (sector + 1L) * SECTOR_SIZE_BYTES);
        int version =
            versions.computeIfAbsent(sector, each -> from + random.nextInt(to - from + 1));
        if (index < version) {
          stored.write(at, write.bytes, at - write.at, sectorEnd - write.at);
        }
        at = sectorEnd;
      }
    }
    if (size > sizeBefore && random.nextInt(4) == 0) {
      size = sizeBefore + random.nextInt(size - sizeBefore);
    }
    stored.resize(size);
  }

  private sealed interface Change permits Written, Cut {}

  private static final class Written implements Change {
    private final int at;
    private final byte[] bytes;

    Written(int at, byte[] bytes) {
      this.at = at;
      this.bytes = bytes;
    }
  }

  private record Cut(int size) implements Change {}
}
