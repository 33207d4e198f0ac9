package io.eventflux.core.fault.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link java.nio.file.Files} calls for the paths of one {@link DiskFileSystem}. */
final class DiskProvider extends FileSystemProvider {
  static final String SCHEME = "simulated";

  private final DiskFileSystem fileSystem;
  private final SimulatedDisk disk;

  DiskProvider(DiskFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.disk = fileSystem.disk();
  }

  private DiskPath own(Path path) {
    if (path instanceof DiskPath own && own.getFileSystem() == fileSystem) {
      return own;
    }
    throw new ProviderMismatchException();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("a simulated disk has no address");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("a simulated disk has no address");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("a simulated disk has no address");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    checkNone(attributes);
    return DiskChannel.open(own(path), OpenMode.of(options));
  }

  private static void checkNone(FileAttribute<?>... attributes) {
    if (attributes.length > 0) {
      throw new UnsupportedOperationException(
          "a simulated disk does not know " + attributes[0].name());
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> listed = new ArrayList<>();
    for (String name : disk.list(own(folder))) {
      Path path = folder.resolve(name);
      if (filter.accept(path)) {
        listed.add(path);
      }
    }
    return new Listing(listed.iterator());
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    checkNone(attributes);
    disk.createFolder(own(path));
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(own(path));
  }

  /** Copies a file, or makes an empty folder of the same name. */
  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    boolean isFolder = disk.attributes(own(source)).isDirectory();
    if (own(source).places().equals(own(target).places())) {
      return;
    }
    if (List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
      deleteIfExists(target);
    }
    if (isFolder) {
      createDirectory(target);
      return;
    }
    try (InputStream in = newInputStream(source);
        OutputStream out =
            newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      in.transferTo(out);
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    List<CopyOption> given = List.of(options);
    disk.move(
        own(source),
        own(target),
        given.contains(StandardCopyOption.ATOMIC_MOVE),
        given.contains(StandardCopyOption.REPLACE_EXISTING));
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return own(one).equals(other)
        || (other instanceof DiskPath
            && disk.attributes(own(one)).number() == disk.attributes(own(other)).number());
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    own(path);
    return new DiskStore(disk);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.attributes(own(path));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type.isAssignableFrom(BasicView.class) ? type.cast(new BasicView(own(path))) : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException("a simulated disk has basic attributes only");
    }
    return type.cast(disk.attributes(own(path)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    DiskAttributes attributes = disk.attributes(own(path));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("size", attributes.size());
    all.put("isDirectory", attributes.isDirectory());
    all.put("isRegularFile", attributes.isRegularFile());
    all.put("isSymbolicLink", attributes.isSymbolicLink());
    all.put("isOther", attributes.isOther());
    all.put("fileKey", attributes.fileKey());
    all.put("creationTime", attributes.creationTime());
    all.put("lastAccessTime", attributes.lastAccessTime());
    all.put("lastModifiedTime", attributes.lastModifiedTime());
    List<String> asked = List.of(basic(names).split(","));
    if (!asked.contains("*")) {
      if (!all.keySet().containsAll(asked)) {
        throw new IllegalArgumentException("not all known: " + names);
      }
      all.keySet().retainAll(asked);
    }
    return all;
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    if (!basic(name).equals("lastModifiedTime")) {
      throw new UnsupportedOperationException("a simulated disk cannot set " + name);
    }
    disk.setModified(own(path), ((FileTime) value).toMillis());
  }

  private static String basic(String names) {
    if (names.startsWith("basic:")) {
      return names.substring("basic:".length());
    }
    if (names.contains(":")) {
      throw new UnsupportedOperationException("a simulated disk has basic attributes only");
    }
    return names;
  }

  /** The attributes of a path, whatever is there when it is asked. */
  private final class BasicView implements BasicFileAttributeView {
    private final DiskPath path;

    BasicView(DiskPath path) {
      this.path = path;
    }

    @Override
    public String name() {
      return "basic";
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      return disk.attributes(path);
    }

    @Override
    public void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
        throws IOException {
      if (modified != null) {
        disk.setModified(path, modified.toMillis());
      }
    }
  }

  /** What was in a folder when it was listed; iterated once. */
  private static final class Listing implements DirectoryStream<Path> {
    private @Nullable Iterator<Path> unread;
    private boolean isClosed;

    Listing(Iterator<Path> paths) {
      unread = paths;
    }

    @Override
    public Iterator<Path> iterator() {
      Iterator<Path> paths = unread;
      if (paths == null || isClosed) {
        throw new IllegalStateException("a listing is iterated once, before it is closed");
      }
      unread = null;
      return paths;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
