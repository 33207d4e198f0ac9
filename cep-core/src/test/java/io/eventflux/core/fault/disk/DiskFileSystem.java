package io.eventflux.core.fault.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** One process with its paths, open channels and locks. Its relative paths start at the root. */
final class DiskFileSystem extends FileSystem {
  private final SimulatedDisk disk;
  private final DiskProvider provider;
  private final List<DiskChannel> channels = new ArrayList<>();
  private boolean isOpen = true;

  DiskFileSystem(SimulatedDisk disk) {
    this.disk = disk;
    provider = new DiskProvider(this);
  }

  SimulatedDisk disk() {
    return disk;
  }

  @Override
  public DiskProvider provider() {
    return provider;
  }

  /** Ends the process: nothing can be done any more, and locks are free. No byte is lost. */
  @Override
  public void close() {
    List<DiskChannel> open;
    synchronized (disk) {
      isOpen = false;
      disk.forget(this);
      open = List.copyOf(channels);
    }
    // A channel takes its own lock before that of the disk.
    for (DiskChannel each : open) {
      try {
        each.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @Override
  public boolean isOpen() {
    synchronized (disk) {
      return isOpen;
    }
  }

  void opened(DiskChannel channel) {
    channels.add(channel);
  }

  void closed(DiskChannel channel) {
    channels.remove(channel);
  }

  void openFiles(Collection<DiskFile> into) {
    for (DiskChannel each : channels) {
      if (each.node() instanceof DiskFile file) {
        into.add(file);
      }
    }
  }

  boolean holdsOverlapping(DiskLock wanted) {
    return channels.stream().anyMatch(each -> each.locks().stream().anyMatch(wanted::overlaps));
  }

  boolean holdsAgainst(DiskLock wanted) {
    return channels.stream()
        .flatMap(each -> each.locks().stream())
        .anyMatch(held -> wanted.overlaps(held) && !(wanted.isShared() && held.isShared()));
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new DiskStore(disk));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public DiskPath getPath(String first, String... more) {
    StringBuilder text = new StringBuilder(first);
    for (String each : more) {
      if (!each.isEmpty()) {
        text.append(text.isEmpty() ? "" : "/").append(each);
      }
    }
    return DiskPath.parse(this, text.toString());
  }

  /** Patterns are those of the default file system. */
  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(Path.of(path.toString()));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("a simulated disk has no users");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("a simulated disk cannot be watched");
  }
}
