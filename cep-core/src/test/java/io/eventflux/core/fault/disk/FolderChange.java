package io.eventflux.core.fault.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of folder entries, which is stored whole or not at all: one entry, or the two of a move.
 *
 * @param isBarrier whether it is stored only after all changes before it; so with moves of folders,
 *     or else a folder could come to lie in itself
 */
record FolderChange(List<Entry> entries, boolean isBarrier) {
  /**
   * @param node what has the name from then on; null for nothing
   */
  record Entry(DiskFolder folder, String name, @Nullable DiskNode node) {
    Place place() {
      return new Place(folder, name);
    }
  }

  /** A name in a folder; folders are told apart by identity. */
  record Place(DiskFolder folder, String name) {}

  static FolderChange of(DiskFolder folder, String name, @Nullable DiskNode node) {
    return new FolderChange(List.of(new Entry(folder, name, node)), false);
  }

  static FolderChange move(Place from, Place to, DiskNode node) {
    return new FolderChange(
        List.of(
            new Entry(from.folder(), from.name(), null), new Entry(to.folder(), to.name(), node)),
        node instanceof DiskFolder);
  }

  boolean concerns(DiskFolder folder) {
    return entries.stream().anyMatch(entry -> entry.folder == folder);
  }

  void see() {
    entries.forEach(entry -> entry.folder.see(entry.name, entry.node));
  }

  void store() {
    entries.forEach(entry -> entry.folder.store(entry.name, entry.node));
  }

  /** For the log. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(text.isEmpty() ? "" : " ")
          .append(entry.node == null ? "-" : "+")
          .append(entry.name);
    }
    return text.toString();
  }
}
