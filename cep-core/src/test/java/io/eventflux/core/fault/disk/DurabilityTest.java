package io.eventflux.core.fault.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left after a crash. */
class DurabilityTest {
  private static final int SEED_COUNT = 400;

  @Test
  void shouldKeepWhatWasForced() throws IOException {
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      Files.createDirectories(files.getPath("/d/e"));
      force(files.getPath("/"));
      force(files.getPath("/d"));
      write(files.getPath("/d/e/a"), "forced".getBytes(UTF_8), true);
      force(files.getPath("/d/e"));

      disk.crash(seed);

      assertEquals("forced", Files.readString(disk.mount().getPath("/d/e/a")));
    }
  }

  @Test
  void shouldKeepAllAfterSync() throws IOException {
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      Path path = disk.mount().getPath("/d/a");
      Files.createDirectory(path.getParent());
      Files.writeString(path, "text");

      disk.sync();
      disk.crash(seed);

      assertEquals("text", Files.readString(disk.mount().getPath("/d/a")));
    }
  }

  @Test
  void shouldLoseOrKeepANameThatWasNotForced() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      write(disk.mount().getPath("/a"), "bytes".getBytes(UTF_8), true);

      disk.crash(seed);

      left.add(tree(disk));
    }
    assertEquals(Set.of("", "a=bytes "), left);
  }

  @Test
  void shouldReorderNamesButNotTheHistoryOfOne() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      write(files.getPath("/old"), "o".getBytes(UTF_8), true);
      disk.sync();
      write(files.getPath("/tmp"), "n".getBytes(UTF_8), true);
      Files.move(files.getPath("/tmp"), files.getPath("/new"), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(files.getPath("/old"));

      disk.crash(seed);

      left.add(tree(disk));
    }
    // Never two names of one file, and it is never moved before it was created.
    assertEquals(Set.of("old=o ", "old=o tmp=n ", "new=n old=o ", "", "tmp=n ", "new=n "), left);
  }

  @Test
  void shouldMoveBetweenFoldersInOneStep() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      Files.createDirectory(files.getPath("/d"));
      Files.createDirectory(files.getPath("/e"));
      disk.sync();
      write(files.getPath("/d/a"), "1".getBytes(UTF_8), true);
      Files.move(files.getPath("/d/a"), files.getPath("/e/a"));
      if (seed % 2 == 0) {
        force(files.getPath(seed % 4 == 0 ? "/d" : "/e"));
        disk.crash(seed);
        assertEquals("e/a=1 ", tree(disk), "seed " + seed);
      } else {
        disk.crash(seed);
        left.add(tree(disk));
      }
    }
    assertEquals(Set.of("", "d/a=1 ", "e/a=1 "), left);
  }

  @Test
  void shouldNotReplaceInOneStepUnlessAtomic() throws IOException {
    Set<String> left = new TreeSet<>();
    Set<String> leftAtomic = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      for (StandardCopyOption option :
          List.of(StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE)) {
        SimulatedDisk disk = new SimulatedDisk();
        FileSystem files = disk.mount();
        write(files.getPath("/a"), "old".getBytes(UTF_8), true);
        write(files.getPath("/b"), "new".getBytes(UTF_8), true);
        disk.sync();
        Files.move(files.getPath("/b"), files.getPath("/a"), option);
        disk.crash(seed);
        (option == StandardCopyOption.ATOMIC_MOVE ? leftAtomic : left).add(tree(disk));
      }
    }
    assertEquals(Set.of("a=old b=new ", "a=new "), leftAtomic);
    assertEquals(Set.of("a=old b=new ", "b=new ", "a=new "), left);
  }

  @Test
  void shouldNotLoseFoldersThatWereMovedIntoEachOther() throws IOException {
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      Files.createDirectories(files.getPath("/d/e"));
      write(files.getPath("/d/a"), "1".getBytes(UTF_8), true);
      disk.sync();
      Files.move(files.getPath("/d/e"), files.getPath("/e"));
      Files.move(files.getPath("/d"), files.getPath("/e/d"));

      disk.crash(seed);

      String left = tree(disk);
      assertTrue(Set.of("d/a=1 ", "e/d/a=1 ").contains(left), "seed " + seed + ": " + left);
    }
  }

  @Test
  void shouldTearWhatWasNotForced() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      Path path = files.getPath("/a");
      write(path, filled('a', 1024), true);
      disk.sync();
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(filled('b', 1024)), 512);
        channel.write(ByteBuffer.wrap(filled('c', 1024)), 1024);
      }

      disk.crash(seed);

      // One letter a sector: of what its first byte is, or '?' if its bytes differ.
      byte[] bytes = Files.readAllBytes(disk.mount().getPath("/a"));
      StringBuilder sectors = new StringBuilder();
      for (int at = 0; at + 512 <= bytes.length; at += 512) {
        boolean isWhole =
            Arrays.equals(Arrays.copyOfRange(bytes, at, at + 512), filled((char) bytes[at], 512));
        sectors.append(!isWhole ? '?' : bytes[at] == 0 ? '0' : (char) bytes[at]);
      }
      left.add(sectors.toString());
    }
    assertTrue(
        left.containsAll(Set.of("aa", "abb", "abcc", "ab0c", "aab", "abc0", "ab", "aacc")),
        left.toString());
    assertFalse(left.stream().anyMatch(each -> each.contains("?") || !each.startsWith("a")));
    assertFalse(left.stream().anyMatch(each -> each.length() < 2), left.toString());
  }

  @Test
  void shouldCutOnlyWhatWasCut() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      Path path = disk.mount().getPath("/a");
      Files.writeString(path, "old");
      disk.sync();
      Files.writeString(path, "n");

      disk.crash(seed);

      left.add(Files.readString(disk.mount().getPath("/a")));
    }
    assertEquals(Set.of("old", "", "n", "\0"), left);
  }

  @Test
  void shouldNeverStoreWhatAFailedForceHadToStore() throws IOException {
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      Path path = files.getPath("/a");
      Files.writeString(path, "one");
      disk.sync();
      disk.faults().plan(DiskOperation.FORCE, 1, DiskFault.FAIL);
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        channel.write(ByteBuffer.wrap("two".getBytes(UTF_8)));
        assertThrows(IOException.class, () -> channel.force(true));
        channel.force(true);
      }
      assertEquals("onetwo", Files.readString(path));

      disk.crash(seed);

      assertEquals("one", Files.readString(disk.mount().getPath("/a")));
    }
  }

  @Test
  void shouldLeaveAFolderAsItWasAfterAFailedForce() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      write(files.getPath("/a"), "1".getBytes(UTF_8), true);
      disk.faults().plan(DiskOperation.FORCE_FOLDER, 1, DiskFault.FAIL);
      assertThrows(IOException.class, () -> force(files.getPath("/")));
      if (seed % 2 == 0) {
        force(files.getPath("/"));
        disk.crash(seed);
        assertEquals("a=1 ", tree(disk));
      } else {
        disk.crash(seed);
        left.add(tree(disk));
      }
    }
    assertEquals(Set.of("", "a=1 "), left);
  }

  @Test
  void shouldStoreEveryWriteOfASynchronousChannel() throws IOException {
    for (int seed = 0; seed < SEED_COUNT; seed++) {
      SimulatedDisk disk = new SimulatedDisk();
      FileSystem files = disk.mount();
      Path path = Files.createFile(files.getPath("/a"));
      force(files.getPath("/"));
      Files.writeString(path, "text", StandardOpenOption.DSYNC, StandardOpenOption.WRITE);

      disk.crash(seed);

      assertEquals("text", Files.readString(disk.mount().getPath("/a")));
    }
  }

  @Test
  void shouldRepeatWithTheSameSeed() throws IOException {
    Set<String> left = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      String first = crashedRun(seed);
      assertEquals(first, crashedRun(seed));
      left.add(first);
    }
    assertTrue(left.size() > 25, "seeds differ: " + left.size());
  }

  private static String crashedRun(long seed) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileSystem files = disk.mount();
    for (int index = 0; index < 5; index++) {
      Files.write(files.getPath("/" + index), filled((char) ('a' + index), 3000));
    }
    disk.crash(seed);
    return tree(disk);
  }

  /** How a file may be replaced, from the way that is right to ways that leave something out. */
  private enum Replacement {
    RIGHT,
    WITHOUT_FORCING_THE_FILE,
    WITHOUT_FORCING_THE_FOLDER,
    NOT_ATOMIC,
    IN_PLACE
  }

  /**
   * The reason of the whole disk: power is lost before every operation of a replacement, and with
   * many seeds. The right way survives all of it; every way that is wrong is found out.
   */
  @Test
  void shouldTellTheRightWayToReplaceAFileFromWrongOnes() throws IOException {
    for (Replacement replacement : Replacement.values()) {
      Set<String> wrong = new TreeSet<>();
      for (int seed = 0; seed < 200; seed++) {
        boolean isDone = false;
        for (int operation = 1; !isDone; operation++) {
          SimulatedDisk disk = new SimulatedDisk();
          FileSystem files = disk.mount();
          Files.write(files.getPath("/a"), filled('o', 2000));
          disk.sync();
          disk.faults().planPowerLoss(operation);
          try {
            replace(files, replacement);
            isDone = true;
            disk.faults().clear();
          } catch (PowerLoss expected) {
            assertTrue(disk.isPowerLost());
          }
          disk.crash(seed);
          byte[] bytes = readIfThere(disk.mount().getPath("/a"));
          boolean isOld = Arrays.equals(bytes, filled('o', 2000));
          boolean isNew = Arrays.equals(bytes, filled('n', 3000));
          if (isDone ? !isNew : !isOld && !isNew) {
            wrong.add("seed " + seed + " operation " + operation);
          }
        }
      }
      if (replacement == Replacement.RIGHT) {
        assertEquals(Set.of(), wrong);
      } else {
        assertNotEquals(Set.of(), wrong, replacement + " is found out");
      }
    }
  }

  private static void replace(FileSystem files, Replacement replacement) throws IOException {
    Path path = files.getPath("/a");
    if (replacement == Replacement.IN_PLACE) {
      write(path, filled('n', 3000), true);
      return;
    }
    Path next = files.getPath("/a.next");
    write(next, filled('n', 3000), replacement != Replacement.WITHOUT_FORCING_THE_FILE);
    Files.move(
        next,
        path,
        replacement == Replacement.NOT_ATOMIC
            ? StandardCopyOption.REPLACE_EXISTING
            : StandardCopyOption.ATOMIC_MOVE);
    if (replacement != Replacement.WITHOUT_FORCING_THE_FOLDER) {
      force(files.getPath("/"));
    }
  }

  private static byte[] readIfThere(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException gone) {
      return new byte[0];
    }
  }

  private static byte[] filled(char letter, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  private static void write(Path path, byte[] bytes, boolean forces) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      while (source.hasRemaining()) {
        channel.write(source);
      }
      if (forces) {
        channel.force(true);
      }
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  /** The files of the disk with their text, by path. */
  private static String tree(SimulatedDisk disk) throws IOException {
    Path root = disk.mount().getPath("/");
    try (Stream<Path> paths = Files.walk(root)) {
      StringBuilder text = new StringBuilder();
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        text.append(root.relativize(path)).append('=').append(Files.readString(path)).append(' ');
      }
      return text.toString();
    }
  }
}
