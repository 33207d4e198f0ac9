package io.eventflux.core.fault.disk;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path as on Unix: names, separated by slashes. The empty path is relative and has one empty
 * name; the root is absolute and has none. Immutable.
 */
final class DiskPath implements Path {
  private static final List<String> EMPTY = List.of("");

  private final DiskFileSystem fileSystem;
  private final boolean isAbsolute;
  private final List<String> names;
  private final String text;

  private DiskPath(DiskFileSystem fileSystem, boolean isAbsolute, List<String> names) {
    this.fileSystem = fileSystem;
    this.isAbsolute = isAbsolute;
    this.names = names.isEmpty() && !isAbsolute ? EMPTY : List.copyOf(names);
    text = (isAbsolute ? "/" : "") + String.join("/", this.names);
  }

  static DiskPath parse(DiskFileSystem fileSystem, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidPathException(text, "Nul character not allowed");
    }
    List<String> names = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new DiskPath(fileSystem, text.startsWith("/"), names);
  }

  private DiskPath with(boolean absolute, List<String> newNames) {
    return new DiskPath(fileSystem, absolute, newNames);
  }

  /** The names from the root, without dots; none for the root itself. */
  List<String> places() {
    return toAbsolutePath().normalize().names;
  }

  /** Whether this is {@code folder} or in it. */
  boolean liesIn(DiskPath folder) {
    List<String> places = places();
    List<String> outer = folder.places();
    return places.size() >= outer.size() && places.subList(0, outer.size()).equals(outer);
  }

  private boolean isEmpty() {
    return names.equals(EMPTY);
  }

  private DiskPath own(Path other) {
    if (other instanceof DiskPath own && own.fileSystem == fileSystem) {
      return own;
    }
    throw new ProviderMismatchException();
  }

  @Override
  public DiskFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return isAbsolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return isAbsolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : getName(names.size() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    int last = names.size() - 1;
    return last < 0 || (last == 0 && !isAbsolute) ? null : with(isAbsolute, names.subList(0, last));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int from, int to) {
    if (from < 0 || to > names.size() || from >= to) {
      throw new IllegalArgumentException("no names " + from + " to " + to + " in " + this);
    }
    return with(false, names.subList(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof DiskPath own
        && own.fileSystem == fileSystem
        && own.isAbsolute == isAbsolute
        && own.names.size() <= names.size()
        && names.subList(0, own.names.size()).equals(own.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof DiskPath own) || own.fileSystem != fileSystem) {
      return false;
    }
    int from = names.size() - own.names.size();
    return own.isAbsolute
        ? equals(own)
        : from >= 0 && names.subList(from, names.size()).equals(own.names);
  }

  @Override
  public DiskPath normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names) {
      int last = kept.size() - 1;
      if (name.equals("..")) {
        if (last >= 0 && !kept.get(last).equals("..")) {
          kept.remove(last);
        } else if (!isAbsolute) {
          kept.add(name);
        }
      } else if (!name.equals(".")) {
        kept.add(name);
      }
    }
    return with(isAbsolute, kept);
  }

  @Override
  public DiskPath resolve(Path other) {
    DiskPath own = own(other);
    if (own.isAbsolute || isEmpty()) {
      return own;
    }
    if (own.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(own.names);
    return with(isAbsolute, all);
  }

  /**
   * Both without {@code ..}, or the way leads out of what the text says.
   *
   * @throws IllegalArgumentException if one is absolute and the other relative
   */
  @Override
  public Path relativize(Path other) {
    DiskPath own = own(other);
    if (own.isAbsolute != isAbsolute) {
      throw new IllegalArgumentException("one path is absolute and the other is relative");
    }
    List<String> from = isEmpty() ? List.of() : names;
    List<String> to = own.isEmpty() ? List.of() : own.names;
    int shared = 0;
    while (shared < Math.min(from.size(), to.size()) && from.get(shared).equals(to.get(shared))) {
      shared++;
    }
    List<String> way = new ArrayList<>(Collections.nCopies(from.size() - shared, ".."));
    way.addAll(to.subList(shared, to.size()));
    return with(false, way);
  }

  @Override
  public URI toUri() {
    try {
      return new URI(DiskProvider.SCHEME, null, toAbsolutePath().text, null);
    } catch (URISyntaxException impossible) {
      throw new AssertionError("every path from the root is part of an address", impossible);
    }
  }

  @Override
  public DiskPath toAbsolutePath() {
    return isAbsolute ? this : with(true, isEmpty() ? List.of() : names);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    fileSystem.disk().attributes(this);
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("a simulated disk cannot be watched");
  }

  @Override
  public int compareTo(Path other) {
    return text.compareTo(own(other).text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiskPath own && own.fileSystem == fileSystem && own.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
