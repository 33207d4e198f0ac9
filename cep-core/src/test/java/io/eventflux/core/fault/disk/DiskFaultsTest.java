package io.eventflux.core.fault.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes wrong, when it was asked for. */
class DiskFaultsTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final FileSystem files = disk.mount();
  private final Path path = files.getPath("/a");

  @Test
  void shouldFailTheOperationThatWasPlanned() throws IOException {
    try (FileChannel channel = open(path)) {
      disk.faults().plan(DiskOperation.WRITE, 2, DiskFault.FAIL);
      disk.faults().plan(DiskOperation.WRITE, 3, DiskFault.FAIL);

      channel.write(bytes(1));
      IOException second = assertThrows(IOException.class, () -> channel.write(bytes(2)));
      assertThrows(IOException.class, () -> channel.write(bytes(3)));
      channel.write(bytes(4));

      assertEquals("Input/output error", second.getMessage());
    }
    assertArrayEquals(new byte[] {1, 4}, Files.readAllBytes(path));
  }

  @Test
  void shouldFailEveryKindOfOperation() throws IOException {
    Files.createDirectory(files.getPath("/d"));
    for (DiskOperation operation : DiskOperation.values()) {
      try (FileChannel channel = open(files.getPath("/" + operation));
          FileChannel folder = FileChannel.open(files.getPath("/"))) {
        disk.faults().plan(operation, 1, DiskFault.FAIL);
        IOException failure =
            assertThrows(IOException.class, () -> operate(operation, channel, folder));
        assertTrue(String.valueOf(failure.getMessage()).endsWith("Input/output error"));
        assertEquals(!operation.isOfChannel(), failure instanceof FileSystemException);
      }
    }
    assertTrue(Files.isDirectory(files.getPath("/d")), "nothing was done");
  }

  private void operate(DiskOperation operation, FileChannel channel, FileChannel folder)
      throws IOException {
    switch (operation) {
      case OPEN -> open(files.getPath("/new")).close();
      case READ -> channel.read(ByteBuffer.allocate(1));
      case WRITE -> channel.write(bytes(1));
      case TRUNCATE -> channel.truncate(0);
      case FORCE -> channel.force(false);
      case FORCE_FOLDER -> folder.force(true);
      case LOCK -> channel.tryLock();
      case CREATE_FOLDER -> Files.createDirectory(files.getPath("/e"));
      case MOVE -> Files.move(files.getPath("/d"), files.getPath("/e"));
      case DELETE -> Files.delete(files.getPath("/d"));
      case LIST -> {
        try (Stream<Path> listed = Files.list(files.getPath("/d"))) {
          assertEquals(0, listed.count());
        }
      }
      case ATTRIBUTES -> Files.size(files.getPath("/d"));
    }
  }

  @Test
  void shouldReadAndWriteLessThanWasAsked() throws IOException {
    try (FileChannel channel = open(path)) {
      disk.faults().plan(DiskOperation.WRITE, 1, DiskFault.SHORT);
      disk.faults().plan(DiskOperation.READ, 1, DiskFault.SHORT);

      ByteBuffer source = bytes(1, 2, 3, 4, 5);
      assertEquals(3, channel.write(source));
      assertEquals(2, source.remaining());
      assertEquals(2, channel.write(source));
      assertEquals(3, channel.read(ByteBuffer.allocate(9), 0));
      assertEquals(5, channel.read(ByteBuffer.allocate(9), 0));
    }
  }

  @Test
  void shouldFlipABitOfWhatIsReadOnce() throws IOException {
    Files.write(path, new byte[] {1, 2, 3});
    disk.faults().plan(DiskOperation.READ, 1, DiskFault.FLIP);

    assertArrayEquals(new byte[] {1, 18, 3}, Files.readAllBytes(path));
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(path));
  }

  @Test
  void shouldDamageAFileForGood() throws IOException {
    Files.write(path, new byte[] {1, 2, 3});
    disk.sync();

    disk.flipBit(path, 8);
    disk.crash(1);

    assertArrayEquals(new byte[] {1, 3, 3}, Files.readAllBytes(disk.mount().getPath("/a")));
    assertThrows(
        IllegalArgumentException.class, () -> disk.flipBit(disk.mount().getPath("/a"), 24));
  }

  @Test
  void shouldFillUp() throws IOException {
    disk.limitCapacity(10);
    FileChannel channel = open(path);
    channel.write(ByteBuffer.allocate(6));
    assertEquals(4, Files.getFileStore(path).getUsableSpace());

    ByteBuffer source = ByteBuffer.allocate(6);
    assertEquals(4, channel.write(source));
    IOException full = assertThrows(IOException.class, () -> channel.write(source));
    assertEquals("No space left on device", full.getMessage());
    assertEquals(10, channel.write(ByteBuffer.allocate(10), 0), "what is there can be overwritten");

    Files.delete(path);
    assertThrows(IOException.class, () -> Files.write(files.getPath("/b"), new byte[1]));
    channel.close();
    Files.write(files.getPath("/b"), new byte[9]);
    disk.limitCapacity(Long.MAX_VALUE);
    Files.write(files.getPath("/b"), new byte[20]);
  }

  @Test
  void shouldLosePowerUntilTheCrash() throws IOException {
    FileChannel channel = open(path);
    disk.faults().planPowerLoss(2);
    channel.write(bytes(1));

    assertThrows(PowerLoss.class, () -> channel.write(bytes(2)));
    assertTrue(disk.isPowerLost());
    assertThrows(PowerLoss.class, () -> channel.force(true));
    assertThrows(PowerLoss.class, () -> Files.exists(path));
    channel.close();
    disk.crash(3);

    assertFalse(disk.isPowerLost());
    Files.write(disk.mount().getPath("/b"), new byte[1]);
  }

  @Test
  void shouldScatterFaultsBySeed() throws IOException {
    List<Boolean> first = scattered(5);

    assertEquals(first, scattered(5));
    long failureCount = first.stream().filter(failed -> failed).count();
    assertTrue(failureCount > 50 && failureCount < 150, "one in ten, not " + failureCount);
    disk.faults().clear();
    Files.write(path, new byte[1]);
  }

  private List<Boolean> scattered(long seed) throws IOException {
    disk.faults().clear();
    disk.faults().scatter(DiskOperation.WRITE, 0.1, DiskFault.FAIL, seed);
    List<Boolean> failures = new ArrayList<>();
    try (FileChannel channel = open(path)) {
      for (int index = 0; index < 1000; index++) {
        try {
          channel.write(bytes(1));
          failures.add(false);
        } catch (IOException failure) {
          failures.add(true);
        }
      }
    }
    return failures;
  }

  @Test
  void shouldRefuseFaultsThatCannotHappen() {
    DiskFaults faults = disk.faults();

    assertThrows(
        IllegalArgumentException.class, () -> faults.plan(DiskOperation.MOVE, 1, DiskFault.SHORT));
    assertThrows(
        IllegalArgumentException.class, () -> faults.plan(DiskOperation.WRITE, 1, DiskFault.FLIP));
    assertThrows(
        IllegalArgumentException.class, () -> faults.plan(DiskOperation.READ, 0, DiskFault.FAIL));
    assertThrows(
        IllegalArgumentException.class,
        () -> faults.scatter(DiskOperation.READ, 1.1, DiskFault.FAIL, 1));
  }

  @Test
  void shouldTellWhatWasDone() throws IOException {
    disk.faults().plan(DiskOperation.WRITE, 2, DiskFault.SHORT);
    try (FileChannel channel = open(path)) {
      channel.write(bytes(1, 2));
      channel.write(bytes(3, 4));
      channel.force(true);
    }
    Files.move(path, files.getPath("/b"));
    disk.crash(2);

    assertEquals(
        """
        #1 OPEN /a [READ, WRITE, CREATE]
        #2 WRITE /a at 0, 2 bytes
        #3 WRITE /a at 2, 2 bytes -> SHORT
        #4 FORCE /a
        #5 MOVE /a to /b
        #5 crash with seed 2
        """,
        disk.log().toString());
    assertEquals(5, disk.log().operationCount());
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
