package io.eventflux.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.eventflux.core.fault.FailPoint;
import io.eventflux.core.state.Checkpoint;
import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateBackend;
import io.eventflux.core.state.StateBackendConformance;
import io.eventflux.core.state.StateDamagedException;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateOwnedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every backend in a folder must do beyond the suite of all backends: survive damage and
 * crashes, refuse what is not its own, and have one owner.
 */
abstract class FolderBackendConformance extends StateBackendConformance {
  private static final long SEED = 20_261_124;

  /** A part that takes more than one block. */
  private static final int LARGE_SIZE_BYTES = (1 << 20) + 777;

  @TempDir Path temporary;

  /** A new backend that asks another process for its lock {@code lockTries} times. */
  abstract FolderStateBackend backend(Path folder, int lockTries);

  @Override
  protected final StateBackend newBackend() {
    return backend(folder(), 1);
  }

  @Override
  protected final StateBackend newBackendElsewhere() {
    return backend(temporary.resolve("elsewhere"), 1);
  }

  private Path folder() {
    return temporary.resolve("app").resolve("state");
  }

  @AfterEach
  void clearFailPoints() {
    FailPoint.clear();
  }

  // ---- what the folder looks like

  @Test
  void shouldLayOutTheFolderAsDocumented() throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint(42));
    }

    String stateFile = backend(folder(), 1).stateFileName();
    Set<String> names = new TreeSet<>();
    for (Path file : Folders.files(folder())) {
      if (!file.startsWith("native")) {
        names.add(file.toString().replace('\\', '/'));
      }
    }
    assertEquals(
        new TreeSet<>(
            Set.of(
                "checkpoint-0000000042/manifest",
                "checkpoint-0000000042/" + stateFile,
                "lock",
                "run")),
        names);
  }

  @Test
  void shouldLeaveNothingOfADeletedCheckpoint() throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint(1));
      backend.store(checkpoint(2));
      backend.delete(new CheckpointId(1));
    }

    assertFalse(Files.exists(folder().resolve("checkpoint-0000000001")));
  }

  // ---- damage

  /** Three checkpoints; the second is larger than a block. */
  private List<Checkpoint> threeCheckpoints() {
    byte[] large = new byte[LARGE_SIZE_BYTES];
    new Random(SEED).nextBytes(large);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("empty", new byte[0]);
    parts.put("large", large);
    parts.put("small", new byte[] {1, 2, 3});
    return List.of(checkpoint(1), checkpoint(2, parts), checkpoint(3));
  }

  private Path pristine(List<Checkpoint> checkpoints) throws IOException {
    Path pristine = temporary.resolve("pristine");
    try (StateBackend backend = backend(pristine, 1)) {
      backend.open(APP);
      for (Checkpoint checkpoint : checkpoints) {
        backend.store(checkpoint);
      }
    }
    DurableFiles.deleteTree(pristine.resolve("native"));
    Files.delete(pristine.resolve(FolderLock.FILE));
    return pristine;
  }

  /** Something that happens to the files of a folder. */
  private interface Damage {
    void apply(Path folder) throws IOException;
  }

  /**
   * Applies {@code damage} to {@code files} in a copy of {@code pristine}, and holds the promise: a
   * checkpoint of which a file was damaged is found damaged or does not count, the others load.
   */
  private void assertFound(
      String what, Path pristine, List<Checkpoint> stored, Set<Path> files, Damage damage)
      throws IOException {
    Path copy = Folders.copy(pristine, temporary.resolve("copy"));
    damage.apply(copy);
    boolean isRunDamaged = files.contains(Path.of("run"));
    try (StateBackend backend = backend(copy, 1)) {
      if (isRunDamaged) {
        assertThrows(StateDamagedException.class, () -> backend.open(APP), what);
      } else {
        backend.open(APP);
        List<CheckpointId> counting = backend.checkpoints();
        for (Checkpoint checkpoint : stored) {
          boolean isDamaged =
              files.stream()
                  .anyMatch(file -> file.toString().contains("-000000000" + checkpoint.id()));
          if (!isDamaged) {
            assertTrue(counting.contains(checkpoint.id()), what);
            assertSame(checkpoint, backend.load(checkpoint.id()));
          } else if (counting.contains(checkpoint.id())) {
            StateDamagedException found =
                assertThrows(
                    StateDamagedException.class, () -> backend.load(checkpoint.id()), what);
            assertTrue(
                String.valueOf(found.getMessage())
                    .matches("(?s).*checkpoint-\\d+.(manifest|state\\.\\w+) is damaged: .+"),
                found.getMessage());
          }
        }
        backend.store(checkpoint(9));
        assertSame(checkpoint(9), backend.load(new CheckpointId(9)));
      }
    }
    DurableFiles.deleteTree(copy);
  }

  @Test
  void shouldFindFlippedBits() throws IOException {
    List<Checkpoint> stored = threeCheckpoints();
    Path pristine = pristine(stored);
    Random random = new Random(SEED);
    for (Path file : Folders.files(pristine)) {
      int sizeBytes = (int) Files.size(pristine.resolve(file));
      Set<Integer> places = new TreeSet<>(Set.of(0, sizeBytes - 1));
      // Every region of a small file; some of a large one, more at its ends, where its structure
      // is.
      if (sizeBytes < 700) {
        for (int i = random.nextInt(4); i < sizeBytes; i += 4) {
          places.add(i);
        }
      } else {
        for (int i = 0; i < 15; i++) {
          places.add(random.nextInt(sizeBytes));
          places.add(random.nextInt(64));
          places.add(sizeBytes - 1 - random.nextInt(600));
        }
      }
      for (int place : places) {
        int bit = 1 << random.nextInt(8);
        assertFound(
            "seed=" + SEED + ", bit " + bit + " of byte " + place + " of " + file,
            pristine,
            stored,
            Set.of(file),
            folder -> {
              byte[] bytes = Files.readAllBytes(folder.resolve(file));
              bytes[place] ^= (byte) bit;
              Files.write(folder.resolve(file), bytes);
            });
      }
    }
  }

  @Test
  void shouldFindFilesCutExtendedRemovedAndOverwritten() throws IOException {
    List<Checkpoint> stored = threeCheckpoints();
    Path pristine = pristine(stored);
    Random random = new Random(SEED);
    for (Path file : Folders.files(pristine)) {
      byte[] bytes = Files.readAllBytes(pristine.resolve(file));
      byte[] noise = new byte[bytes.length];
      random.nextBytes(noise);
      Map<String, byte[]> contents = new LinkedHashMap<>();
      contents.put("cut to nothing", new byte[0]);
      contents.put("cut in half", Arrays.copyOf(bytes, bytes.length / 2));
      contents.put("cut by a byte", Arrays.copyOf(bytes, bytes.length - 1));
      contents.put("extended by a byte", Arrays.copyOf(bytes, bytes.length + 1));
      contents.put("filled with zeros", new byte[bytes.length]);
      contents.put("filled with noise", noise);
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        assertFound(
            file + " " + content.getKey(),
            pristine,
            stored,
            Set.of(file),
            folder -> Files.write(folder.resolve(file), content.getValue()));
      }
      assertFound(
          file + " removed",
          pristine,
          stored,
          Set.of(file),
          folder -> Files.delete(folder.resolve(file)));
      assertFound(
          file + " replaced by a folder",
          pristine,
          stored,
          Set.of(file),
          folder -> {
            Files.delete(folder.resolve(file));
            Files.createDirectory(folder.resolve(file));
          });
    }
  }

  @Test
  void shouldFindSwappedFiles() throws IOException {
    List<Checkpoint> stored = threeCheckpoints();
    Path pristine = pristine(stored);
    List<Path> files = Folders.files(pristine);
    for (int i = 0; i < files.size(); i++) {
      for (int k = i + 1; k < files.size(); k++) {
        Path one = files.get(i);
        Path other = files.get(k);
        assertFound(
            one + " and " + other + " swapped",
            pristine,
            stored,
            Set.of(one, other),
            folder -> {
              Path aside = folder.resolve("aside");
              Files.move(folder.resolve(one), aside);
              Files.move(folder.resolve(other), folder.resolve(one));
              Files.move(aside, folder.resolve(other));
            });
      }
    }
  }

  @Test
  void shouldFindTheCheckpointOfAnotherRun() throws IOException {
    List<Checkpoint> stored = threeCheckpoints();
    Path pristine = pristine(stored);
    Path name = Path.of("checkpoint-0000000003");
    try (StateBackend other = newBackendElsewhere()) {
      other.open(APP);
      other.store(checkpoint(3));
    }

    assertFound(
        "checkpoint of another run",
        pristine,
        stored,
        Set.of(name.resolve("manifest")),
        folder -> {
          DurableFiles.deleteTree(folder.resolve(name));
          Folders.copy(temporary.resolve("elsewhere").resolve(name), folder.resolve(name));
        });
  }

  @Test
  void shouldNotTakeMemoryForDeclaredLengths() throws IOException {
    Path pristine = pristine(List.of(checkpoint(1)));
    Path manifest = pristine.resolve("checkpoint-0000000001").resolve("manifest");
    byte[] whole = Files.readAllBytes(manifest);
    byte[] body = Arrays.copyOfRange(whole, 12, whole.length - 4);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    try (StateBackend backend = backend(pristine, 1)) {
      backend.open(APP);
      backend.load(new CheckpointId(1));
      int refusedCount = 0;
      for (int value : new int[] {Integer.MAX_VALUE, 1 << 30, -1, Integer.MIN_VALUE, 1 << 20}) {
        for (int place = 0; place + Integer.BYTES <= body.length; place++) {
          byte[] changed = body.clone();
          ByteBuffer.wrap(changed).putInt(place, value);
          Files.write(manifest, Envelope.seal(Manifest.MAGIC, changed));
          long before = threads.getCurrentThreadAllocatedBytes();
          try {
            backend.load(new CheckpointId(1));
          } catch (StateDamagedException | StateFormatException e) {
            refusedCount++;
          }
          long taken = threads.getCurrentThreadAllocatedBytes() - before;
          assertTrue(taken < 8 << 20, "value=" + value + ", place=" + place + ", taken=" + taken);
        }
      }
      assertTrue(refusedCount > body.length, "most changes are found: " + refusedCount);
    }
  }

  @Test
  void shouldNotReadAHugeManifest() throws IOException {
    Path pristine = pristine(List.of(checkpoint(1), checkpoint(2)));
    Path manifest = pristine.resolve("checkpoint-0000000002").resolve("manifest");
    long sizeBytes = 3L << 30;
    try (var file = new RandomAccessFile(manifest.toFile(), "rw")) {
      file.setLength(sizeBytes);
    }

    try (StateBackend backend = backend(pristine, 1)) {
      backend.open(APP);
      StateDamagedException found =
          assertThrows(StateDamagedException.class, () -> backend.load(new CheckpointId(2)));
      assertEquals(
          manifest + " is damaged: it has " + sizeBytes + " bytes, which is too many",
          found.getMessage());
      assertSame(checkpoint(1), backend.load(new CheckpointId(1)));
    }
  }

  // ---- crashes and failures

  /** What a test throws where a crash is simulated: no code of ours catches it. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"STATE_PARTLY_WRITTEN", "STATE_WRITTEN", "MANIFEST_WRITTEN", "MANIFEST_RENAMED"})
  void shouldStoreAllOrNothingWhenItCrashes(FailPoint place) throws IOException {
    byte[] large = new byte[LARGE_SIZE_BYTES];
    Checkpoint second = checkpoint(2, Map.of("large", large));
    crash(
        place,
        backend -> {
          backend.store(checkpoint(1));
          FailPoint.listen(new CrashAt(place));
          backend.store(second);
        });

    boolean isStored = place == FailPoint.MANIFEST_RENAMED;
    try (StateBackend backend = open()) {
      assertEquals(isStored ? List.of(1L, 2L) : List.of(1L), epochs(backend));
      assertSame(checkpoint(1), backend.load(new CheckpointId(1)));
      if (isStored) {
        assertSame(second, backend.load(second.id()));
      } else {
        assertFalse(Files.exists(folder().resolve("checkpoint-0000000002")), "nothing is left");
        backend.store(second);
        assertSame(second, backend.load(second.id()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"STATE_PARTLY_WRITTEN", "STATE_WRITTEN", "MANIFEST_WRITTEN", "MANIFEST_RENAMED"})
  void shouldStoreAnEmptyCheckpointAllOrNothingWhenItCrashes(FailPoint place) throws IOException {
    crash(
        place,
        backend -> {
          FailPoint.listen(new CrashAt(place));
          backend.store(checkpoint(1, Map.of()));
        });

    try (StateBackend backend = open()) {
      assertEquals(place == FailPoint.MANIFEST_RENAMED ? List.of(1L) : List.of(), epochs(backend));
    }
  }

  @Test
  void shouldDeleteAllOrNothingWhenItCrashes() throws IOException {
    crash(
        FailPoint.CHECKPOINT_PARTLY_DELETED,
        backend -> {
          backend.store(checkpoint(1));
          backend.store(checkpoint(2));
          FailPoint.listen(new CrashAt(FailPoint.CHECKPOINT_PARTLY_DELETED));
          backend.delete(new CheckpointId(1));
        });

    assertTrue(Files.exists(folder().resolve("checkpoint-0000000001")), "it is partly there");
    try (StateBackend backend = open()) {
      assertEquals(List.of(2L), epochs(backend));
      assertSame(checkpoint(2), backend.load(new CheckpointId(2)));
      assertFalse(Files.exists(folder().resolve("checkpoint-0000000001")), "nothing is left");
    }
  }

  private record CrashAt(FailPoint place) implements Consumer<FailPoint> {
    @Override
    public void accept(FailPoint reached) {
      if (reached == place) {
        throw new Crash();
      }
    }
  }

  /** What a run does until it crashes. */
  private interface Steps {
    void run(StateBackend backend) throws IOException;
  }

  private void crash(FailPoint place, Steps steps) throws IOException {
    StateBackend backend = open();
    assertThrows(Crash.class, () -> steps.run(backend), place + " is reached");
    FailPoint.clear();
    // Frees the lock, as the end of a process would, and touches nothing else.
    backend.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"STATE_PARTLY_WRITTEN", "STATE_WRITTEN", "MANIFEST_WRITTEN", "MANIFEST_RENAMED"})
  void shouldUseNothingOfAFailedAttemptAgain(FailPoint place) throws IOException {
    try (StateBackend backend = open()) {
      backend.store(checkpoint(1));
      for (int attempt = 1; attempt <= 2; attempt++) {
        FailPoint.listen(
            reached -> {
              if (reached == place) {
                FolderBackendConformance.<RuntimeException>fail(new IOException("the disk is ill"));
              }
            });
        IOException failure = assertThrows(IOException.class, () -> backend.store(checkpoint(2)));
        FailPoint.clear();
        assertEquals(
            "checkpoint 2 could not be made durable in " + folder() + ": the disk is ill",
            failure.getMessage());
        assertEquals(List.of(1L), epochs(backend));
      }
      backend.store(checkpoint(2));

      assertTrue(Files.exists(folder().resolve("checkpoint-0000000002-3")), "a third folder");
      assertFalse(Files.exists(folder().resolve("checkpoint-0000000002")), "the first is gone");
      assertEquals(List.of(1L, 2L), epochs(backend));
    }
    try (StateBackend backend = open()) {
      assertEquals(List.of(1L, 2L), epochs(backend));
      assertSame(checkpoint(2), backend.load(new CheckpointId(2)));
      backend.delete(new CheckpointId(2));
      assertEquals(List.of(1L), epochs(backend));
    }
  }

  /** Throws what a listener may not declare. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void fail(IOException failure) throws E {
    throw (E) failure;
  }

  // ---- what is refused

  private String refusal(Path folder, String app) {
    try (StateBackend backend = backend(folder, 1)) {
      Exception refused = assertThrows(Exception.class, () -> backend.open(app));
      assertTrue(
          refused instanceof IOException || refused instanceof StateFormatException,
          refused.toString());
      return String.valueOf(refused.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldRefuseAFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "mine");

    assertEquals(
        file + " is a file, and the state of an app needs a folder; name another place",
        refusal(file, APP));
    assertEquals(
        file.resolve("below")
            + " cannot be used as a state folder: "
            + file.resolve("below")
            + ": Not a directory",
        refusal(file.resolve("below"), APP));
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void shouldRefuseAFolderOfOtherThings() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("photos"));
    Files.writeString(folder.resolve("cat.jpg"), "meow");

    assertEquals(
        folder
            + " is not a state folder: it holds 'cat.jpg' and no file 'run'; name an empty or a"
            + " new folder",
        refusal(folder, APP));
    assertEquals(List.of(Path.of("cat.jpg")), Folders.files(folder));
  }

  @Test
  void shouldRefuseAnyGarbageInOneSentence() throws IOException {
    Random random = new Random(SEED);
    List<String> names =
        List.of(
            "run", "lock", "native", "run.tmp", "manifest", "checkpoint-0000000001", "a", "b\nc");
    int refusedCount = 0;
    for (int round = 0; round < 200; round++) {
      Path folder = Files.createDirectory(temporary.resolve("garbage" + round));
      boolean isSuspicious = false;
      for (String name : names) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        int choice = random.nextInt(6);
        if (choice == 0) {
          Files.write(folder.resolve(name), noise);
        } else if (choice == 1) {
          Files.write(Files.createDirectory(folder.resolve(name)).resolve("manifest"), noise);
        }
        isSuspicious |= choice < 2 && !Set.of("lock", "native", "run.tmp").contains(name);
      }
      List<Path> before = Folders.files(folder);
      String what = "seed=" + SEED + ", round=" + round;
      // A lock or a file half made is what a crash before the first checkpoint leaves.
      if (isSuspicious) {
        refusedCount++;
        String message = refusal(folder, APP);
        assertFalse(message.contains("\n") || message.contains("Exception"), what + message);
        assertTrue(message.contains(folder.toString()), what + message);
        List<Path> after = new ArrayList<>(Folders.files(folder));
        after.remove(Path.of("lock"));
        List<Path> kept = new ArrayList<>(before);
        kept.remove(Path.of("lock"));
        assertEquals(kept, after, what);
      }
    }
    assertTrue(refusedCount > 100, "most rounds have garbage: " + refusedCount);
  }

  @Test
  void shouldNeverStartFromZeroWithoutItsRunFile() throws IOException {
    Path pristine = pristine(threeCheckpoints());
    Path run = pristine.resolve("run");
    byte[] whole = Files.readAllBytes(run);
    Files.delete(run);

    assertEquals(
        run + " is missing, although there are checkpoints beside it", refusal(pristine, APP));
    whole[20] ^= 1;
    Files.write(run, whole);
    assertEquals(run + " is damaged: its checksum does not match", refusal(pristine, APP));
    assertTrue(Files.exists(pristine.resolve("checkpoint-0000000003")), "nothing is removed");
  }

  @Test
  void shouldRefuseOtherVersionsAndNameBoth() throws IOException {
    Path pristine = pristine(List.of(checkpoint(1), checkpoint(2)));
    Path manifest = pristine.resolve("checkpoint-0000000002").resolve("manifest");
    setVersion(manifest, Manifest.MAGIC, 2);

    try (StateBackend backend = backend(pristine, 1)) {
      backend.open(APP);
      assertEquals(List.of(1L, 2L), epochs(backend));
      StateFormatException refused =
          assertThrows(StateFormatException.class, () -> backend.load(new CheckpointId(2)));
      assertEquals(
          "checkpoint 2 by engine 0.1.0 was written in format 2, and this engine reads format 1;"
              + " go on with a newer engine",
          refused.getMessage());
    }
    setVersion(pristine.resolve("run"), RunIdentity.MAGIC, 3);
    assertEquals(
        "the state in "
            + pristine
            + " was written in format 3, and this engine reads format 1; go on with a newer engine",
        refusal(pristine, APP));
    setVersion(pristine.resolve("run"), RunIdentity.MAGIC, 0);
    assertEquals(
        "the state in "
            + pristine
            + " was written in format 0, and this engine reads format 1; go on with an older engine",
        refusal(pristine, APP));
  }

  private static void setVersion(Path file, long magic, int version) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] body = Arrays.copyOfRange(whole, 12, whole.length - 4);
    Files.write(file, Envelope.seal(magic, version, body));
  }

  @Test
  void shouldNameBothAppsWhenTheStateIsOfAnother() throws IOException {
    open().close();

    assertEquals(
        folder() + " holds the state of app '" + APP + "', not of 'Other'; name another folder",
        refusal(folder(), "Other"));
  }

  @Test
  void shouldDoNothingUnlessOpen() throws IOException {
    StateBackend backend = newBackend();

    assertThrows(IllegalStateException.class, backend::runId);
    assertThrows(IllegalStateException.class, backend::checkpoints);
    assertThrows(IllegalStateException.class, () -> backend.store(checkpoint(1)));
    assertThrows(IllegalStateException.class, () -> backend.load(new CheckpointId(1)));
    assertThrows(IllegalStateException.class, () -> backend.delete(new CheckpointId(1)));
    backend.open(APP);
    assertThrows(IllegalStateException.class, () -> backend.open(APP));
    backend.close();
    assertThrows(IllegalStateException.class, backend::runId);
  }

  // ---- owners

  @Test
  void shouldNameTheOwnerInThisProcess() throws IOException {
    try (StateBackend first = open()) {
      String message = refusal(folder(), "Other");

      assertTrue(
          message.startsWith(
              first.place() + " is in use by process " + ProcessHandle.current().pid() + " on "),
          message);
      assertTrue(message.endsWith(", for app '" + APP + "', which is this process"), message);
    }
  }

  @Test
  void shouldRefuseTheSameFolderUnderAnotherPath() throws IOException {
    try (StateBackend first = open()) {
      Path link = Files.createSymbolicLink(temporary.resolve("link"), folder());

      assertTrue(refusal(link, APP).startsWith(link + " is in use by process "));
      first.store(checkpoint(1));
    }
  }

  @Test
  void shouldOwnAFolderUntilItsProcessIsKilled() throws Exception {
    Path folder = temporary.resolve("owned");
    Process owner = OwnerProcess.start(backend(folder, 1).option(), folder, APP);
    try {
      assertEquals("open", OwnerProcess.firstLine(owner));

      try (StateBackend second = backend(folder, 2)) {
        StateOwnedException refused =
            assertThrows(StateOwnedException.class, () -> second.open(APP));
        String message = String.valueOf(refused.getMessage());
        assertTrue(
            message.startsWith(folder + " is in use by process " + owner.pid() + " on "), message);
        assertTrue(message.endsWith(", for app '" + APP + "'"), message);
      }
      owner.destroyForcibly().waitFor();
      try (StateBackend second = backend(folder, 1)) {
        second.open(APP);
        assertEquals(List.of(), second.checkpoints());
      }
    } finally {
      owner.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldWaitForAnOwnerThatIsEnding() throws Exception {
    Path folder = temporary.resolve("ending");
    Process owner = OwnerProcess.start(backend(folder, 1).option(), folder, APP);
    try {
      assertEquals("open", OwnerProcess.firstLine(owner));
      owner.getOutputStream().close();

      // No try fails unless the other process needs minutes to end.
      try (StateBackend second = backend(folder, 1_000)) {
        second.open(APP);
        assertNotNull(second.runId());
      }
    } finally {
      owner.destroyForcibly().waitFor();
    }
  }

  // ---- for ever

  /** The name of the folder of this backend below the resource {@code golden/format-1}. */
  private Path golden() throws Exception {
    String option = backend(folder(), 1).option();
    Path resource =
        Path.of(FolderBackendConformance.class.getResource("/golden/format-1/" + option).toURI());
    return Folders.copy(resource, temporary.resolve("golden"));
  }

  @Test
  void shouldLoadTheStateOfFormat1ForEver() throws Exception {
    try (StateBackend backend = backend(golden(), 1)) {
      backend.open(GoldenFolders.APP);

      assertEquals(List.of(1L, 12L), epochs(backend));
      for (Checkpoint checkpoint : GoldenFolders.checkpoints()) {
        assertSame(checkpoint, backend.load(checkpoint.id()));
      }
      assertEquals(36, backend.runId().length());
    }
  }
}
