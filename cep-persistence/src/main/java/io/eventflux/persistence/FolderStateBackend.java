package io.eventflux.persistence;

import io.eventflux.core.fault.FailPoint;
import io.eventflux.core.state.Checkpoint;
import io.eventflux.core.state.CheckpointId;
import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateBackend;
import io.eventflux.core.state.StateDamagedException;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateOwnedException;
import io.eventflux.core.state.StatePlaceException;
import io.eventflux.core.state.StateReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StateBackend} in a folder. What it looks like there:
 *
 * <pre>
 *   lock                      locked by the owner; says who that is
 *   run                       {@link RunIdentity}
 *   native/                   the library of RocksDB, unpacked; only while it is in use
 *   checkpoint-0000000042/    one folder for each checkpoint
 *     state.blocks, state.sst   the blocks of all parts, as the subclass writes them
 *     manifest                  {@link Manifest}
 *   checkpoint-0000000043-2/  the second attempt, after the first one failed
 *   damaged-checkpoint-.../   a checkpoint that could not be read and does not count any more
 * </pre>
 *
 * A checkpoint counts when its manifest has its name. Everything it names is durable by then. The
 * subclasses decide how blocks lie in the state file.
 */
abstract sealed class FolderStateBackend implements StateBackend
    permits FileStateBackend, RocksStateBackend {
  private static final String RUN = "run";
  private static final String MANIFEST = "manifest";
  private static final String NATIVE = "native";
  private static final String DAMAGED = "damaged-";

  /** How many damaged checkpoints stay for whoever wants to look at them. */
  private static final int DAMAGED_COUNT_MAX = 3;

  private static final String TEMPORARY = ".tmp";

  /** Larger files are no manifest of ours: this is enough for the blocks of a terabyte. */
  private static final long SMALL_FILE_SIZE_BYTES_MAX = 64L << 20;

  private static final int COPY_SIZE_BYTES = 1 << 16;

  private final Path folder;
  private final int lockTries;

  /** Folders of attempts that failed: not used again, and not counted if they are still there. */
  private final Set<Path> failed = new HashSet<>();

  private @Nullable FolderLock lock;
  private @Nullable RunIdentity run;

  FolderStateBackend(Path folder, int lockTries) {
    this.folder = folder;
    this.lockTries = lockTries;
  }

  /** The word of {@code --state-backend} for this backend. */
  abstract String option();

  /** The name of the state file in the folder of a checkpoint. */
  abstract String stateFileName();

  /**
   * Begins a new state file.
   *
   * @throws IOException if it cannot be made
   */
  abstract BlockWriter newWriter(Path file) throws IOException;

  /**
   * Opens a state file whose bytes are those that were written.
   *
   * @throws StateFormatException if it is not one of this backend nevertheless
   * @throws IOException if it cannot be read
   */
  abstract BlockReader newReader(Path file) throws IOException;

  @Override
  public final void open(String appName) throws IOException {
    if (lock != null) {
      throw new IllegalStateException("the state in " + folder + " is open already");
    }
    boolean isOpen = false;
    try {
      claim();
      lock = FolderLock.acquire(folder, appName, lockTries);
      run = readOrCreateRun(appName);
      removeUnfinished();
      isOpen = true;
    } catch (IOException e) {
      throw explained(e, folder + " cannot be used as a state folder: ");
    } finally {
      if (!isOpen) {
        close();
      }
    }
  }

  /** Creates the folder, or checks that it is empty or of ours, before anything is put there. */
  private void claim() throws IOException {
    try {
      if (!DurableFiles.exists(folder)) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new StatePlaceException(
          folder + " cannot be used as a state folder: " + Messages.reason(e), e);
    }
    if (!DurableFiles.isFolder(folder)) {
      throw new StatePlaceException(
          folder + " is a file, and the state of an app needs a folder; name another place", null);
    }
    if (DurableFiles.exists(folder.resolve(RUN))) {
      return;
    }
    for (Path each : DurableFiles.list(folder)) {
      String name = each.getFileName().toString();
      if (CheckpointFolder.parse(each) != null) {
        throw new StateDamagedException(
            folder.resolve(RUN) + " is missing, although there are checkpoints beside it", null);
      }
      if (!Set.of(FolderLock.FILE, NATIVE, RUN + TEMPORARY).contains(name)) {
        throw new StateFormatException(
            folder
                + " is not a state folder: it holds '"
                + Messages.printable(name)
                + "' and no file '"
                + RUN
                + "'; name an empty or a new folder");
      }
    }
  }

  private RunIdentity readOrCreateRun(String appName) throws IOException {
    Path file = folder.resolve(RUN);
    if (!DurableFiles.exists(file)) {
      RunIdentity created = new RunIdentity(UUID.randomUUID().toString(), appName);
      Path temporary = folder.resolve(RUN + TEMPORARY);
      DurableFiles.deleteTree(temporary);
      DurableFiles.forceAbove(folder);
      DurableFiles.writeNew(temporary, created.encode());
      DurableFiles.rename(temporary, file);
      DurableFiles.forceFolder(folder);
      return created;
    }
    RunIdentity found =
        decode(file, RunIdentity.MAGIC, body -> "the state in " + folder, RunIdentity::decode);
    if (!found.appName().equals(appName)) {
      throw new StateFormatException(
          folder
              + " holds the state of app '"
              + Messages.printable(found.appName())
              + "', not of '"
              + appName
              + "'; name another folder");
    }
    return found;
  }

  private void removeUnfinished() throws IOException {
    for (Path each : DurableFiles.list(folder)) {
      if (CheckpointFolder.parse(each) != null && !counts(each)) {
        DurableFiles.deleteTree(each);
      }
    }
  }

  @Override
  public final String runId() {
    return run().runId();
  }

  @Override
  public final List<CheckpointId> checkpoints() throws IOException {
    run();
    return counting().stream()
        .map(CheckpointFolder::epoch)
        .distinct()
        .map(CheckpointId::new)
        .toList();
  }

  /** The folders of checkpoints that count, oldest first, of one number the last attempt last. */
  private List<CheckpointFolder> counting() throws IOException {
    List<CheckpointFolder> found = new ArrayList<>();
    for (CheckpointFolder each : attempts()) {
      if (counts(each.path()) && !failed.contains(each.path())) {
        found.add(each);
      }
    }
    return found;
  }

  /** All folders of checkpoints, in order of number and attempt. */
  private List<CheckpointFolder> attempts() throws IOException {
    List<CheckpointFolder> found = new ArrayList<>();
    try {
      for (Path each : DurableFiles.list(folder)) {
        CheckpointFolder parsed = CheckpointFolder.parse(each);
        if (parsed != null) {
          found.add(parsed);
        }
      }
    } catch (IOException e) {
      throw explained(e, "the state folder " + folder + " cannot be read: ");
    }
    found.sort(
        Comparator.comparingLong(CheckpointFolder::epoch)
            .thenComparingInt(CheckpointFolder::attempt));
    return found;
  }

  private static boolean counts(Path checkpointFolder) throws IOException {
    return DurableFiles.exists(checkpointFolder.resolve(MANIFEST));
  }

  @Override
  public final Checkpoint load(CheckpointId id) throws IOException {
    run();
    CheckpointFolder last = null;
    for (CheckpointFolder each : counting()) {
      if (each.epoch() == id.epoch()) {
        last = each;
      }
    }
    if (last == null) {
      throw new IOException("there is no checkpoint " + id + " in " + folder);
    }
    try {
      return load(id, last.path());
    } catch (AccessDeniedException e) {
      throw explained(e, "checkpoint " + id + " in " + folder + " cannot be read: ");
    }
  }

  private Checkpoint load(CheckpointId id, Path checkpointFolder) throws IOException {
    Path manifestFile = checkpointFolder.resolve(MANIFEST);
    Manifest manifest =
        decode(
            manifestFile,
            Manifest.MAGIC,
            body -> "checkpoint " + id + " by engine " + Envelope.getText(body),
            Manifest::decode);
    if (manifest.epoch() != id.epoch() || !manifest.runId().equals(run().runId())) {
      throw damaged(
          manifestFile,
          "it belongs to checkpoint " + manifest.epoch() + " of run " + manifest.runId(),
          null);
    }
    if (!manifest.backend().equals(option())) {
      throw new StateFormatException(
          "checkpoint "
              + id
              + " in "
              + folder
              + " was written with --state-backend "
              + Messages.printable(manifest.backend())
              + "; go on with that, not with "
              + option());
    }
    Path stateFile = checkpointFolder.resolve(stateFileName());
    checkDigest(stateFile, manifest);
    Map<String, byte[]> parts = readParts(stateFile, manifest);
    return new Checkpoint(
        id,
        manifest.appName(),
        manifest.engineVersion(),
        manifest.fingerprint(),
        manifest.atMillis(),
        parts);
  }

  private static void checkDigest(Path stateFile, Manifest manifest) throws IOException {
    try {
      long sizeBytes = Files.size(stateFile);
      if (sizeBytes != manifest.stateSizeBytes()) {
        throw damaged(
            stateFile,
            "it has " + sizeBytes + " bytes instead of " + manifest.stateSizeBytes(),
            null);
      }
      if (!digest(stateFile).equals(manifest.digest())) {
        throw damaged(stateFile, "its bytes are not those that were written (SHA-256)", null);
      }
    } catch (NoSuchFileException e) {
      throw damaged(stateFile, "it is missing", e);
    } catch (AccessDeniedException | StateDamagedException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(stateFile, Messages.reason(e), e);
    }
  }

  /** Reads all parts. Their lengths together are no more than the file has, by its manifest. */
  private Map<String, byte[]> readParts(Path stateFile, Manifest manifest) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    List<Manifest.Part> described = manifest.parts();
    try (BlockReader reader = newReader(stateFile)) {
      for (int index = 0; index < described.size(); index++) {
        Manifest.Part part = described.get(index);
        parts.put(part.name(), readPart(reader, stateFile, index, part));
      }
    } catch (StateFormatException e) {
      throw damaged(stateFile, e.getMessage(), e);
    }
    return parts;
  }

  private static byte[] readPart(BlockReader reader, Path stateFile, int index, Manifest.Part part)
      throws StateDamagedException {
    byte[] content = new byte[part.sizeBytes()];
    for (int block = 0; block < part.checks().size(); block++) {
      int sizeBytes = Manifest.blockSizeBytes(content.length, block);
      try {
        reader.read(index, block, content, Manifest.offset(block), sizeBytes);
      } catch (IOException e) {
        throw damaged(stateFile, Messages.reason(e), e);
      }
      if (!part.matches(content, block)) {
        String name = Messages.printable(part.name());
        throw damaged(
            stateFile,
            "the checksum of block " + block + " of part '" + name + "' does not match",
            null);
      }
    }
    return content;
  }

  @Override
  public final void store(Checkpoint checkpoint) throws IOException {
    long epoch = checkpoint.id().epoch();
    if (!checkpoint.appName().equals(run().appName())) {
      throw new IllegalArgumentException(
          "a checkpoint of app '" + checkpoint.appName() + "' in the state of another one");
    }
    for (CheckpointFolder each : counting()) {
      if (each.epoch() >= epoch) {
        throw new IllegalArgumentException(
            "checkpoint " + epoch + " is not newer than " + each.epoch());
      }
    }
    Path target = newFolder(epoch);
    try {
      write(checkpoint, target);
    } catch (IOException e) {
      discard(target);
      throw explained(e, "checkpoint " + epoch + " could not be made durable in " + folder + ": ");
    }
  }

  /** The place of an attempt that uses nothing of those before it. */
  private Path newFolder(long epoch) throws IOException {
    int attempt = 1;
    for (CheckpointFolder each : attempts()) {
      if (each.epoch() == epoch) {
        attempt = each.attempt() + 1;
      }
    }
    while (failed.contains(CheckpointFolder.path(folder, epoch, attempt))) {
      attempt++;
    }
    return CheckpointFolder.path(folder, epoch, attempt);
  }

  private void write(Checkpoint checkpoint, Path target) throws IOException {
    Files.createDirectory(target);
    DurableFiles.forceFolder(folder);
    Path stateFile = target.resolve(stateFileName());
    List<Manifest.Part> parts = writeParts(checkpoint, stateFile);
    DurableFiles.forceFolder(target);
    FailPoint.STATE_WRITTEN.reach();

    Manifest manifest =
        new Manifest(
            checkpoint.engineVersion(),
            option(),
            runId(),
            checkpoint.id().epoch(),
            checkpoint.appName(),
            checkpoint.fingerprint(),
            checkpoint.atMillis(),
            Files.size(stateFile),
            digest(stateFile),
            parts);
    Path temporary = target.resolve(MANIFEST + TEMPORARY);
    DurableFiles.writeNew(temporary, manifest.encode());
    FailPoint.MANIFEST_WRITTEN.reach();
    DurableFiles.rename(temporary, target.resolve(MANIFEST));
    FailPoint.MANIFEST_RENAMED.reach();
    DurableFiles.forceFolder(target);
  }

  private List<Manifest.Part> writeParts(Checkpoint checkpoint, Path stateFile) throws IOException {
    List<Manifest.Part> parts = new ArrayList<>();
    long written = 0;
    long half = checkpoint.sizeBytes() / 2;
    boolean isHalfWritten = false;
    try (BlockWriter writer = newWriter(stateFile)) {
      for (Map.Entry<String, byte[]> entry : checkpoint.parts().entrySet()) {
        byte[] content = entry.getValue();
        Manifest.Part part = Manifest.Part.of(entry.getKey(), content);
        for (int block = 0; block < part.checks().size(); block++) {
          int sizeBytes = Manifest.blockSizeBytes(content.length, block);
          written += sizeBytes;
          if (!isHalfWritten && written >= half) {
            isHalfWritten = true;
            FailPoint.STATE_PARTLY_WRITTEN.reach();
          }
          writer.write(parts.size(), block, content, Manifest.offset(block), sizeBytes);
        }
        parts.add(part);
      }
      if (!isHalfWritten) {
        FailPoint.STATE_PARTLY_WRITTEN.reach();
      }
      writer.finish();
    }
    return parts;
  }

  /**
   * Removes what a failed attempt left, as far as that goes; what stays is not counted by this
   * object, and removed by the next one.
   */
  private void discard(Path attempt) {
    failed.add(attempt);
    try {
      remove(attempt);
    } catch (IOException e) {
      // The failure of the attempt itself is what the caller has to know.
    }
  }

  @Override
  public final void setAside(CheckpointId id) throws IOException {
    run();
    try {
      for (CheckpointFolder each : attempts()) {
        if (each.epoch() == id.epoch()) {
          Path aside = folder.resolve(DAMAGED + each.path().getFileName());
          DurableFiles.deleteTree(aside);
          DurableFiles.rename(each.path(), aside);
        }
      }
      DurableFiles.forceFolder(folder);
      removeOldDamaged();
    } catch (IOException e) {
      throw explained(e, "checkpoint " + id + " could not be set aside in " + folder + ": ");
    }
  }

  private void removeOldDamaged() throws IOException {
    List<Path> damaged = new ArrayList<>();
    for (Path each : DurableFiles.list(folder)) {
      if (each.getFileName().toString().startsWith(DAMAGED)) {
        damaged.add(each);
      }
    }
    damaged.sort(Comparator.comparing(Path::toString));
    for (int i = 0; i < damaged.size() - DAMAGED_COUNT_MAX; i++) {
      DurableFiles.deleteTree(damaged.get(i));
    }
  }

  @Override
  public final void delete(CheckpointId id) throws IOException {
    run();
    for (CheckpointFolder each : attempts()) {
      if (each.epoch() == id.epoch()) {
        try {
          remove(each.path());
        } catch (IOException e) {
          throw explained(e, "checkpoint " + id + " could not be removed from " + folder + ": ");
        }
      }
    }
  }

  /** Removes the manifest first, so that a crash leaves a checkpoint that does not count. */
  private void remove(Path checkpointFolder) throws IOException {
    if (Files.deleteIfExists(checkpointFolder.resolve(MANIFEST))) {
      DurableFiles.forceFolder(checkpointFolder);
      FailPoint.CHECKPOINT_PARTLY_DELETED.reach();
    }
    DurableFiles.deleteTree(checkpointFolder);
    DurableFiles.forceFolder(folder);
  }

  @Override
  public final String place() {
    return folder.toString();
  }

  @Override
  public final void close() throws IOException {
    run = null;
    FolderLock held = lock;
    lock = null;
    if (held != null) {
      held.close();
    }
  }

  /** The folder for the library of RocksDB. */
  final Path nativeFolder() {
    return folder.resolve(NATIVE);
  }

  private RunIdentity run() {
    RunIdentity open = run;
    if (open == null) {
      throw new IllegalStateException("the state in " + folder + " is not open");
    }
    return open;
  }

  /**
   * Reads and checks a small file.
   *
   * @param subject from the body of a file in any format, what a message calls it
   */
  private static <T> T decode(
      Path file,
      long magic,
      Function<StateReader, String> subject,
      Function<StateReader, T> decoder)
      throws IOException {
    byte[] bytes = readSmall(file);
    String damage = Envelope.damage(magic, bytes);
    if (damage != null) {
      throw damaged(file, damage, null);
    }
    int version = Envelope.version(bytes);
    if (version > Envelope.FORMAT_VERSION || version < Envelope.FORMAT_VERSION_MIN) {
      throw new StateFormatException(
          subject.apply(Envelope.body(bytes))
              + " was written in format "
              + version
              + ", and this engine reads format "
              + Envelope.FORMAT_VERSION
              + (version > Envelope.FORMAT_VERSION
                  ? "; go on with a newer engine"
                  : "; go on with an older engine"));
    }
    try {
      return decoder.apply(Envelope.body(bytes));
    } catch (StateFormatException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static byte[] readSmall(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long sizeBytes = channel.size();
      if (sizeBytes > SMALL_FILE_SIZE_BYTES_MAX) {
        throw damaged(file, "it has " + sizeBytes + " bytes, which is too many", null);
      }
      ByteBuffer content = ByteBuffer.allocate((int) sizeBytes);
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // A read may give less than there is.
      }
      byte[] bytes = new byte[content.position()];
      content.flip().get(bytes);
      return bytes;
    } catch (AccessDeniedException | StateDamagedException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(file, Messages.reason(e), e);
    }
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPY_SIZE_BYTES);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static StateDamagedException damaged(
      Path file, @Nullable String reason, @Nullable Throwable cause) {
    return new StateDamagedException(file + " is damaged: " + reason, cause);
  }

  /** Keeps what says all already, and makes a sentence of the rest. */
  private static IOException explained(IOException failure, String beginning) {
    return failure instanceof StateOwnedException
            || failure instanceof StateDamagedException
            || failure instanceof StatePlaceException
        ? failure
        : new IOException(beginning + Messages.reason(failure), failure);
  }
}
