package io.eventflux.core.fault.disk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last operations of a {@link SimulatedDisk}, to explain a failing seed. Any thread. */
public final class DiskLog {
  /** More than a short run has; a long one is explained by its end. */
  private static final int ENTRY_COUNT_MAX = 10_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long operationCount;

  DiskLog() {}

  /** How many operations were begun so far. */
  public synchronized long operationCount() {
    return operationCount;
  }

  /** The last lines, oldest first: number, operation, path, what was asked, and any fault. */
  public synchronized List<String> lines() {
    return entries.stream().map(Entry::line).toList();
  }

  /** The last lines, oldest first, each ended by a line feed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    lines().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  synchronized void operation(
      DiskOperation operation, String path, String detail, @Nullable DiskFault fault) {
    operationCount++;
    add(new Entry(operationCount, operation, path, detail, fault));
  }

  /** Notes what is no operation. */
  synchronized void note(String text) {
    add(new Entry(operationCount, null, "", text, null));
  }

  private void add(Entry entry) {
    if (entries.size() == ENTRY_COUNT_MAX) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  private record Entry(
      long number,
      @Nullable DiskOperation operation,
      String path,
      String detail,
      @Nullable DiskFault fault) {
    String line() {
      StringBuilder line = new StringBuilder("#").append(number);
      if (operation != null) {
        line.append(' ').append(operation).append(' ').append(path);
      }
      if (!detail.isEmpty()) {
        line.append(' ').append(detail);
      }
      return fault == null ? line.toString() : line.append(" -> ").append(fault).toString();
    }
  }
}
