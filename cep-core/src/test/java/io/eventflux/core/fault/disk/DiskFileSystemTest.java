package io.eventflux.core.fault.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What processes see of the disk while nothing goes wrong: what they see of a real one. */
class DiskFileSystemTest {
  private static final List<String> PATHS =
      List.of("a", "b", "d", "d/a", "d/b", "d/e", "d/e/a", "a/b", "f", "f/a");

  private final SimulatedDisk disk = new SimulatedDisk();
  private final FileSystem files = disk.mount();

  @TempDir private Path folder;

  /** Random operations, each on a real and on the simulated file system. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldDoWhatARealFileSystemDoes() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      Path real = Files.createDirectory(folder.resolve("seed" + seed));
      Path simulated = Files.createDirectory(files.getPath("/seed" + seed));
      List<String> history = new ArrayList<>();
      for (Path root : List.of(real, simulated)) {
        Files.createDirectories(root.resolve("d/e"));
      }
      Random random = Seeds.random(seed);
      for (int step = 0; step < 60; step++) {
        long choice = random.nextLong();
        String expected = operate(real, Seeds.random(choice));
        history.add(expected);
        assertEquals(
            expected,
            operate(simulated, Seeds.random(choice)),
            "seed " + seed + " after\n" + String.join("\n", history));
      }
      assertEquals(tree(real), tree(simulated), "seed " + seed);
    }
  }

  /** Does something random below {@code root}, and says what it was and what came of it. */
  private static String operate(Path root, Random random) {
    String name = PATHS.get(random.nextInt(PATHS.size()));
    String otherName = PATHS.get(random.nextInt(PATHS.size()));
    Path path = root.resolve(name);
    Path other = root.resolve(otherName);
    byte[] bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    String done = name;
    try {
      switch (random.nextInt(14)) {
        case 0, 1 -> {
          done = "create folder " + name;
          Files.createDirectory(path);
        }
        case 2, 3 -> {
          done = "write " + name;
          Files.write(path, bytes);
        }
        case 4 -> {
          OpenOption[] options = options(random);
          done = "open " + name + " " + Arrays.toString(options);
          try (FileChannel channel = FileChannel.open(path, options)) {
            // What a folder would be as a file differs between file systems.
            done += Files.isRegularFile(path) ? " of " + channel.size() : "";
            done += " read " + channel.read(ByteBuffer.allocate(3));
            done += " at " + channel.position();
          }
        }
        case 5 -> {
          OpenOption[] options = options(random);
          done = "change " + name + " " + Arrays.toString(options);
          try (FileChannel channel = FileChannel.open(path, options)) {
            done += " wrote " + channel.write(ByteBuffer.wrap(bytes));
            done += " at " + channel.position();
            channel.position(random.nextInt(9));
            done += " wrote " + channel.write(ByteBuffer.wrap(bytes));
            channel.truncate(random.nextInt(9));
            done += " at " + channel.position();
            done += " of " + channel.size();
          }
        }
        case 6, 7 -> {
          done = "delete " + name;
          Files.delete(path);
        }
        case 8, 9 -> {
          CopyOption[] options =
              switch (random.nextInt(3)) {
                case 0 -> new CopyOption[0];
                case 1 -> new CopyOption[] {StandardCopyOption.REPLACE_EXISTING};
                default -> new CopyOption[] {StandardCopyOption.ATOMIC_MOVE};
              };
          done = "move " + name + " to " + otherName + " " + Arrays.toString(options);
          Files.move(path, other, options);
        }
        case 10 -> {
          done = "copy " + name + " to " + otherName;
          if (random.nextBoolean()) {
            Files.copy(path, other);
          } else {
            Files.copy(path, other, StandardCopyOption.REPLACE_EXISTING);
          }
        }
        case 11 -> {
          done = "list " + name;
          try (DirectoryStream<Path> listed = Files.newDirectoryStream(path, "[ae]")) {
            List<String> names = new ArrayList<>();
            listed.forEach(each -> names.add(each.getFileName().toString()));
            names.sort(null);
            done += " " + names;
          }
        }
        case 12 -> {
          done = "look at " + name;
          done += " " + Files.exists(path) + Files.isDirectory(path) + Files.isRegularFile(path);
          done += " " + (Files.isDirectory(path) ? "" : Files.size(path));
          done += " " + Files.isSameFile(path, other);
        }
        default -> {
          done = "read " + name;
          done += " " + Arrays.toString(Files.readAllBytes(path));
        }
      }
    } catch (FileSystemException failure) {
      if ("Not a directory".equals(failure.getReason())) {
        // Of a name below a file, newer releases of Java say that it does not exist.
        return done + " -> " + NoSuchFileException.class.getSimpleName() + " ";
      }
      String reason = failure.getReason() == null ? "" : failure.getReason();
      done += " -> " + failure.getClass().getSimpleName() + " " + reason;
    } catch (IOException | RuntimeException failure) {
      done += " -> " + failure.getClass().getSimpleName();
    }
    return done;
  }

  private static OpenOption[] options(Random random) {
    List<OpenOption> options = new ArrayList<>();
    for (StandardOpenOption each :
        List.of(
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            StandardOpenOption.CREATE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      if (random.nextInt(3) == 0) {
        options.add(each);
      }
    }
    return options.toArray(OpenOption[]::new);
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : paths.toList()) {
        String bytes =
            Files.isDirectory(path) ? "folder" : Arrays.toString(Files.readAllBytes(path));
        lines.add(root.relativize(path) + " " + bytes);
      }
      lines.sort(null);
      return lines;
    }
  }

  @Test
  void shouldReadAndWriteAtPlaces() throws IOException {
    Path path = files.getPath("/a");
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer[] parts = {ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})};
      assertEquals(3, channel.write(parts));
      assertEquals(1, channel.write(ByteBuffer.wrap(new byte[] {9}), 5));
      assertEquals(3, channel.position());
      ByteBuffer[] into = {ByteBuffer.allocate(2), ByteBuffer.allocate(9)};
      assertEquals(6, channel.position(0).read(into));
      assertEquals(-1, channel.read(into));
      assertEquals(2, channel.transferTo(4, 9, FileChannel.open(files.getPath("/b"), write())));
      assertEquals(6, channel.transferFrom(Files.newByteChannel(files.getPath("/a")), 6, 6));
    }

    byte[] half = {1, 2, 3, 0, 0, 9};
    assertArrayEquals(new byte[] {0, 9}, Files.readAllBytes(files.getPath("/b")));
    assertArrayEquals(half, Arrays.copyOf(Files.readAllBytes(path), 6));
    assertArrayEquals(half, Arrays.copyOfRange(Files.readAllBytes(path), 6, 12));
  }

  private static OpenOption[] write() {
    return new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
  }

  @Test
  void shouldSayWhatIsThere() throws IOException {
    Path path = Files.write(files.getPath("/a"), new byte[3]);
    BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
    Path moved = Files.move(path, files.getPath("/b"));
    Files.write(path, new byte[3]);

    assertEquals(
        before.fileKey(), Files.readAttributes(moved, BasicFileAttributes.class).fileKey());
    assertNotEquals(
        before.fileKey(), Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    assertEquals(3L, Files.getAttribute(moved, "size"));
    assertEquals(before.lastModifiedTime(), Files.getLastModifiedTime(moved));
    Files.setLastModifiedTime(moved, FileTime.fromMillis(77));
    assertEquals(77, Files.getLastModifiedTime(moved).toMillis());
    assertTrue(Files.getLastModifiedTime(path).compareTo(before.lastModifiedTime()) > 0);
  }

  @Test
  void shouldKeepTheFirstBytesOfAnOpenFileThatIsReplaced() throws IOException {
    Path path = Files.writeString(files.getPath("/a"), "old");
    try (InputStream open = Files.newInputStream(path)) {
      Files.move(
          Files.writeString(files.getPath("/b"), "new"), path, StandardCopyOption.ATOMIC_MOVE);

      assertEquals("old", new String(open.readAllBytes(), UTF_8));
    }
    assertEquals("new", Files.readString(path));
  }

  @Test
  void shouldRefuseWhatAChannelIsNotOpenFor() throws IOException {
    Path path = Files.writeString(files.getPath("/a"), "abc");
    FileChannel reading = FileChannel.open(path);
    FileChannel writing = FileChannel.open(path, StandardOpenOption.WRITE);
    FileChannel listing = FileChannel.open(files.getPath("/"));

    assertThrows(NonWritableChannelException.class, () -> reading.write(ByteBuffer.allocate(1)));
    assertThrows(NonWritableChannelException.class, () -> reading.truncate(0));
    assertThrows(NonReadableChannelException.class, () -> writing.read(ByteBuffer.allocate(1)));
    assertThrows(IOException.class, () -> listing.read(ByteBuffer.allocate(1)));
    reading.close();
    assertThrows(ClosedChannelException.class, () -> reading.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, () -> reading.force(true));
  }

  @Test
  void shouldLockBetweenProcesses() throws IOException {
    Path path = Files.createFile(files.getPath("/lock"));
    FileSystem otherFiles = disk.mount();
    FileChannel own = FileChannel.open(path, StandardOpenOption.WRITE);
    FileChannel ownAgain = FileChannel.open(path, StandardOpenOption.WRITE);
    FileChannel other = FileChannel.open(otherFiles.getPath("/lock"), StandardOpenOption.WRITE);

    FileLock lock = own.tryLock(0, 10, false);
    assertNotNull(lock);
    assertThrows(OverlappingFileLockException.class, () -> ownAgain.tryLock(5, 10, false));
    assertNull(other.tryLock());
    assertThrows(IOException.class, other::lock);
    assertNotNull(other.tryLock(10, 5, false));

    lock.release();
    assertFalse(lock.isValid());
    FileLock taken = other.tryLock(0, 10, false);
    assertNotNull(taken);
    assertNull(own.tryLock(0, 10, false));

    otherFiles.close();
    assertFalse(taken.isValid());
    assertNotNull(own.tryLock());
  }

  @Test
  void shouldEndAProcessWithoutLosingItsBytes() throws IOException {
    FileSystem ending = disk.mount();
    Path path = ending.getPath("/a");
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.write(ByteBuffer.wrap(new byte[] {1, 2}));

    ending.close();

    assertFalse(ending.isOpen());
    assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
    assertThrows(ClosedFileSystemException.class, () -> Files.size(path));
    assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(files.getPath("/a")));
  }
}
