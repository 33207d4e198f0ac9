package io.eventflux.core.fault.disk;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a folder: as they are seen, and as they are stored. What lies between is kept by
 * the disk, since a change can concern two folders. Guarded by its disk.
 */
final class DiskFolder extends DiskNode {
  private final Map<String, DiskNode> seen = new TreeMap<>();
  private final Map<String, DiskNode> stored = new TreeMap<>();

  DiskFolder(long number, long nowMillis) {
    super(number, nowMillis);
  }

  /** What has the name; null if nothing has. */
  @Nullable DiskNode get(String name) {
    return seen.get(name);
  }

  /** Names and what has them, by name. */
  Map<String, DiskNode> entries() {
    return seen;
  }

  /** What is in the folder, or would be after a crash. */
  Collection<DiskNode> storedNodes() {
    return stored.values();
  }

  /**
   * @param node null removes the name
   */
  void see(String name, @Nullable DiskNode node) {
    set(seen, name, node);
  }

  /**
   * @param node null removes the name
   */
  void store(String name, @Nullable DiskNode node) {
    set(stored, name, node);
  }

  private static void set(Map<String, DiskNode> entries, String name, @Nullable DiskNode node) {
    if (node == null) {
      entries.remove(name);
    } else {
      entries.put(name, node);
    }
  }

  /** From now on only what is stored is seen. */
  void crash() {
    seen.clear();
    seen.putAll(stored);
  }
}
