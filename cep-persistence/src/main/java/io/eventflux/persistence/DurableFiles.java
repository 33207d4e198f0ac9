package io.eventflux.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Steps on files that are durable when they return. On the file system of their paths only. */
final class DurableFiles {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private DurableFiles() {}

  /** Writes a new file; its content is durable, its name not. */
  static void writeNew(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
  }

  /** Writes all that is left of {@code buffer} at the position of {@code channel}. */
  static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Gives a file its final name in the same folder, in one step; durable after {@link #force}. */
  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes the names in {@code folder} durable. Windows does so by itself and knows no other way.
   */
  static void force(Path folder) throws IOException {
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
  static void forceAbove(Path folder) throws IOException {
    for (Path each = folder.toAbsolutePath().getParent(); each != null; each = each.getParent()) {
      if (Files.isReadable(each) && Files.isWritable(each)) {
        force(each);
      }
    }
  }

  /** What {@code folder} holds, in no order. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Removes a file, or a folder with all that it holds; nothing if there is none. */
  static void deleteTree(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : list(path)) {
        deleteTree(each);
      }
    }
    Files.deleteIfExists(path);
  }
}
