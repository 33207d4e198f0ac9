package io.eventflux.core.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The steps that make files survive a crash, on the file system of their paths. A step that fails
 * is never repeated on the same file: what the failed call should have made durable may be gone
 * from memory.
 */
public final class DurableFiles {
  private static final String TEMPORARY = ".new";
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  /** Java has no type for it; these are the words of Linux and macOS, and of Windows. */
  private static final List<String> DISK_FULL =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Disc quota exceeded",
          "There is not enough space on the disk");

  private DurableFiles() {}

  /** Whether {@code failure}, or what caused it, says that a disk or a quota is full. */
  public static boolean isDiskFull(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (DISK_FULL.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether there is something at {@code path}. Unlike {@link Files#exists} it does not take a disk
   * that cannot be read for an empty one.
   */
  public static boolean exists(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether there is a folder at {@code path}; see {@link #exists}. */
  public static boolean isFolder(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a new file; its content is durable, its name not. */
  public static void writeNew(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
  }

  /** Writes all that is left of {@code buffer} at the position of {@code channel}. */
  public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Gives a file its final name in the same folder, in one step, also if the name is taken; durable
   * after {@link #forceFolder}.
   */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Makes {@code target} hold exactly {@code content}, at once and for good: whoever looks sees the
   * old file or the new one, also after a crash at any moment. Writes {@code target} with {@code
   * .new} behind its name first.
   */
  public static void replace(Path target, byte[] content) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
    Files.deleteIfExists(temporary);
    writeNew(temporary, content);
    rename(temporary, target);
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      forceFolder(folder);
    }
  }

  /**
   * Makes the names in {@code folder} durable: files that were created, renamed or removed. Windows
   * does so by itself and knows no other way.
   */
  public static void forceFolder(Path folder) throws IOException {
    if (WINDOWS && folder.getFileSystem() == FileSystems.getDefault()) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes durable that {@code folder} is there: the names in all folders above it, whether this
   * process or an earlier one that failed here made them. Leaves out those in which this process
   * may make nothing.
   */
  public static void forceAbove(Path folder) throws IOException {
    for (Path each = folder.toAbsolutePath().getParent(); each != null; each = each.getParent()) {
      if (Files.isReadable(each) && Files.isWritable(each)) {
        forceFolder(each);
      }
    }
  }

  /** What {@code folder} holds, in no order. */
  public static List<Path> list(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Removes a file, or a folder with all that it holds; nothing if there is none. */
  public static void deleteTree(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : list(path)) {
        deleteTree(each);
      }
    }
    Files.deleteIfExists(path);
  }
}
