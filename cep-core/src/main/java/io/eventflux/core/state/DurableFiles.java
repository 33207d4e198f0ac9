package io.eventflux.core.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The few steps that make files survive a power cut, on any file system. A step that fails is never
 * repeated on the same file: what the failed call should have made durable may be gone from memory.
 */
public final class DurableFiles {
  private static final String TEMPORARY = ".new";

  private DurableFiles() {}

  /**
   * Makes {@code target} hold exactly {@code content}, at once and for good: whoever looks sees the
   * old file or the new one, also after a crash at any moment. Writes {@code target} with {@code
   * .new} behind its name first.
   *
   * @param written called when the new content is durable and does not have its name yet
   * @param renamed called when it has its name and the folder is not durable yet
   */
  public static void replace(Path target, byte[] content, Runnable written, Runnable renamed)
      throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    written.run();
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    renamed.run();
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      syncFolder(folder);
    }
  }

  /**
   * Makes the names in {@code folder} durable: files that were created, renamed or removed. Does
   * nothing where a folder cannot be opened as a file, as on Windows, which keeps names itself.
   */
  public static void syncFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      return;
    }
    try (channel) {
      channel.force(true);
    }
  }
}
