package io.eventflux.persistence;

import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateOwnedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The ownership of a state folder: a lock of the operating system on its file {@code lock}, which
 * the end of the process frees however it comes. Any thread.
 *
 * <p>Such a lock belongs to the process, and closing any channel on the file would free it. So
 * inside one process folders are told apart in a table first, and a file that this process has
 * locked is not opened again. On a file system without locks, as simulations have, the table is all
 * there is.
 */
final class FolderLock implements AutoCloseable {
  /** Name of the file that is locked. */
  static final String FILE = "lock";

  /** How often another process is asked for the lock before it is refused: for five seconds. */
  static final int TRIES = 50;

  private static final long PAUSE_NANOS = 100_000_000;

  /** Where the lock lies: far behind the content, which others may read then on every system. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int CONTENT_SIZE_BYTES_MAX = 4096;

  private static final Map<Folder, LockOwner> HELD = new ConcurrentHashMap<>();

  private final Folder folder;
  private final @Nullable FileChannel channel;

  /** A folder, whatever path it was reached by. */
  private record Folder(FileSystem fileSystem, Object key) {
    static Folder of(Path path) throws IOException {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return new Folder(path.getFileSystem(), key == null ? path.toRealPath() : key);
    }
  }

  private FolderLock(Folder folder, @Nullable FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Makes this process the owner of {@code path}, an existing folder.
   *
   * @param tries how often another process is asked, with a pause of 100 ms between
   * @throws StateOwnedException if somebody else is the owner; names it
   * @throws IOException if the file cannot be made or locked
   */
  static FolderLock acquire(Path path, String appName, int tries) throws IOException {
    Folder folder = Folder.of(path);
    LockOwner self = LockOwner.self(appName);
    LockOwner held = HELD.putIfAbsent(folder, self);
    if (held != null) {
      throw new StateOwnedException(path + " is in use by " + held + ", which is this process");
    }
    boolean isAcquired = false;
    try {
      FolderLock lock = new FolderLock(folder, lockFile(path, self, tries));
      isAcquired = true;
      return lock;
    } finally {
      if (!isAcquired) {
        HELD.remove(folder);
      }
    }
  }

  /** The channel that holds the lock; null on a file system that knows no locks. */
  private static @Nullable FileChannel lockFile(Path path, LockOwner self, int tries)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean isLocked = false;
    try {
      if (!lock(channel, tries)) {
        LockOwner owner = LockOwner.parse(content(channel));
        throw new StateOwnedException(
            path + " is in use by " + (owner == null ? "another process" : owner));
      }
      channel.truncate(0);
      DurableFiles.writeFully(
          channel, ByteBuffer.wrap(self.encode().getBytes(StandardCharsets.UTF_8)));
      isLocked = true;
      return channel;
    } catch (UnsupportedOperationException e) {
      return null;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
  }

  private static boolean lock(FileChannel channel, int tries) throws IOException {
    for (int i = 0; i < tries; i++) {
      if (i > 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      try {
        FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
        if (lock != null) {
          return true;
        }
      } catch (OverlappingFileLockException e) {
        // Another class loader of this process has it; it has a table of its own.
        return false;
      }
    }
    return false;
  }

  private static String content(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(CONTENT_SIZE_BYTES_MAX);
    channel.read(content, 0);
    return StandardCharsets.UTF_8.decode(content.flip()).toString();
  }

  /** Gives the folder up. Once. */
  @Override
  public void close() throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD.remove(folder);
    }
  }
}
