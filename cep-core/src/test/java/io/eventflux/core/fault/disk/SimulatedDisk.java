package io.eventflux.core.fault.disk;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk with one file system, in memory. It promises what a journaling file system may be relied
 * on for, and no more:
 *
 * <ul>
 *   <li>Bytes are durable when a {@code force} of their file has returned. What was not forced may
 *       be lost, kept, or kept in part: any sectors of 512 bytes, in any version, and zeros where
 *       the file grew and its bytes were not stored.
 *   <li>Creating, moving and deleting are durable when the folder was forced: opened for reading as
 *       a {@link java.nio.channels.FileChannel}, and {@code force} called. Forcing a file does not
 *       make its name durable. What was not forced may be lost in any order, but for one name the
 *       order is kept, and a move is whole. Only an atomic move replaces a file in one step; with
 *       {@code REPLACE_EXISTING} it is a deletion and a move.
 *   <li>After a failed {@code force} of a file what it had to write is never stored, though it can
 *       still be read, and although the next {@code force} succeeds. After a failed one of a folder
 *       nothing is known, and the next one decides.
 * </ul>
 *
 * <p>A mounted file system is one process: {@link FileSystem#close} ends it as {@code kill -9}
 * does, which loses no byte; {@link #crash} is a loss of power. An overlapping lock of another
 * mount is not granted; one of the same mount is an {@link
 * java.nio.channels.OverlappingFileLockException}.
 *
 * <p>No links, no permissions, no memory mapping, no watch service. Nothing is ever waited for; the
 * time of the disk is its number of operations, in milliseconds. Any thread; what several threads
 * do repeats only as far as their order does.
 */
public final class SimulatedDisk {
  private final DiskFaults faults = new DiskFaults();
  private final DiskLog log = new DiskLog();
  private final DiskFolder root = new DiskFolder(0, 0);
  private final List<FolderChange> unforced = new ArrayList<>();
  private final List<DiskFileSystem> mounts = new ArrayList<>();
  private long nodeCount = 1;
  private long capacityBytes = Long.MAX_VALUE;
  private boolean isPowerLost;

  /** Makes an empty disk with endless room. */
  public SimulatedDisk() {}

  /** Starts a process: a file system of its own on this disk, valid until it is closed. */
  public synchronized FileSystem mount() {
    DiskFileSystem mount = new DiskFileSystem(this);
    mounts.add(mount);
    return mount;
  }

  /** What goes wrong, and when. */
  public DiskFaults faults() {
    return faults;
  }

  /** What was done. */
  public DiskLog log() {
    return log;
  }

  /** Whether power was lost since the last crash, so that nothing can be done before the next. */
  public synchronized boolean isPowerLost() {
    return isPowerLost;
  }

  /** Makes everything durable that there is. Not an operation. */
  public synchronized void sync() {
    unforced.forEach(FolderChange::store);
    unforced.clear();
    for (DiskFile file : files(root, new ArrayList<>())) {
      file.force();
    }
    log.note("sync");
  }

  /**
   * Ends all processes and loses of what was not forced as much as {@code seed} says. Then power is
   * back, and the disk can be mounted. Faults that are planned stay planned.
   */
  public void crash(long seed) {
    List<DiskFileSystem> ended;
    synchronized (this) {
      ended = List.copyOf(mounts);
    }
    ended.forEach(DiskFileSystem::close);
    synchronized (this) {
      log.note("crash with seed " + seed);
      Random random = Seeds.random(seed);
      crashFolders(random);
      crashNodes("", root, random);
      isPowerLost = false;
    }
  }

  private void crashFolders(Random random) {
    int count = unforced.size();
    int whole = DiskFile.survivorCount(random, count);
    boolean isOrdered = random.nextBoolean();
    storeChanges(index -> isOrdered ? index < whole : random.nextInt(count) < whole);
    for (FolderChange lost : unforced) {
      log.note("lost " + lost.text());
    }
    unforced.clear();
  }

  private void crashNodes(String path, DiskFolder folder, Random random) {
    folder.crash();
    for (Map.Entry<String, DiskNode> entry : folder.entries().entrySet()) {
      String name = path + "/" + entry.getKey();
      if (entry.getValue() instanceof DiskFolder inner) {
        crashNodes(name, inner, random);
      } else if (entry.getValue() instanceof DiskFile file) {
        String survived = file.crash(random);
        if (!survived.isEmpty()) {
          log.note(name + " " + survived);
        }
      }
    }
  }

  /**
   * Stores the wanted changes of folders, by index, and those before them that they build on: a
   * change of the same name, or any before a barrier.
   */
  private void storeChanges(IntPredicate isWanted) {
    Set<FolderChange.Place> needed = new HashSet<>();
    boolean isAllNeeded = false;
    List<FolderChange> stored = new ArrayList<>();
    for (int index = unforced.size() - 1; index >= 0; index--) {
      FolderChange change = unforced.get(index);
      List<FolderChange.Place> places =
          change.entries().stream().map(FolderChange.Entry::place).toList();
      // Asked in any case: the answers may be random.
      boolean isStored = isWanted.test(index);
      if (isStored || isAllNeeded || !Collections.disjoint(needed, places)) {
        needed.addAll(places);
        isAllNeeded |= change.isBarrier();
        stored.add(change);
        unforced.remove(index);
      }
    }
    Collections.reverse(stored);
    stored.forEach(FolderChange::store);
  }

  /**
   * Gives the disk a size, from now on. What is there stays, even if it is more.
   *
   * @param bytes the sum of the sizes of all files; {@link Long#MAX_VALUE} for endless room
   */
  public synchronized void limitCapacity(long bytes) {
    capacityBytes = bytes;
  }

  /**
   * Damages a file where it lies, seen and stored. Not an operation.
   *
   * @param bit which bit of the file, from 0
   * @throws IllegalArgumentException if the file has no such bit
   */
  public synchronized void flipBit(Path path, long bit) {
    if (!(find(own(path)) instanceof DiskFile file) || bit < 0 || bit / 8 >= file.size()) {
      throw new IllegalArgumentException(path + " has no bit " + bit);
    }
    file.flipBit((int) (bit / 8), (int) (bit % 8));
    log.note("flip bit " + bit + " of " + path);
  }

  synchronized long capacityBytes() {
    return capacityBytes;
  }

  synchronized long freeBytes() {
    return capacityBytes == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : Math.max(0, capacityBytes - usedBytes());
  }

  /** Deleted files take room as long as they are open. */
  private long usedBytes() {
    Set<DiskFile> files = Collections.newSetFromMap(new IdentityHashMap<>());
    files(root, files);
    mounts.forEach(mount -> mount.openFiles(files));
    return files.stream().mapToLong(DiskFile::size).sum();
  }

  private static Collection<DiskFile> files(DiskFolder folder, Collection<DiskFile> into) {
    for (DiskNode node : folder.entries().values()) {
      if (node instanceof DiskFolder inner) {
        files(inner, into);
      } else if (node instanceof DiskFile file) {
        into.add(file);
      }
    }
    return into;
  }

  /**
   * How many of {@code count} bytes at {@code at} there is room for.
   *
   * @throws IOException if there is none at all
   */
  int roomFor(DiskFile file, long at, int count) throws IOException {
    if (at + count > Integer.MAX_VALUE - 8) {
      throw new IOException("File too large");
    }
    if (capacityBytes == Long.MAX_VALUE || at + count <= file.size()) {
      return count;
    }
    // The gap in front of it takes room too.
    long roomBytes = Math.min(count, file.size() + freeBytes() - at);
    if (roomBytes <= 0) {
      log.note("no space left");
      throw new IOException("No space left on device");
    }
    return (int) roomBytes;
  }

  /**
   * Starts an operation: every one starts here, with the disk locked.
   *
   * @return the fault that the caller must see to; null if there is none
   * @throws IOException if the operation is to fail
   */
  @Nullable DiskFault begin(DiskOperation operation, DiskPath path, String detail)
      throws IOException {
    if (!Thread.holdsLock(this)) {
      throw new AssertionError("an operation holds the lock of its disk");
    }
    if (!path.getFileSystem().isOpen()) {
      throw new ClosedFileSystemException();
    }
    if (isPowerLost) {
      throw new PowerLoss();
    }
    DiskFault fault = faults.next(operation);
    log.operation(operation, path.toString(), detail, fault);
    if (fault == DiskFault.POWER_LOSS) {
      isPowerLost = true;
      throw new PowerLoss();
    }
    if (fault == DiskFault.FAIL) {
      String reason = "Input/output error";
      throw operation.isOfChannel()
          ? new IOException(reason)
          : new FileSystemException(path.toString(), null, reason);
    }
    return fault;
  }

  long nowMillis() {
    return log.operationCount();
  }

  private void change(FolderChange change) {
    change.see();
    change.entries().forEach(entry -> entry.folder().touch(nowMillis()));
    unforced.add(change);
  }

  /** Finds or makes what is to be opened. */
  synchronized DiskNode open(DiskPath path, OpenMode mode) throws IOException {
    begin(DiskOperation.OPEN, path, mode.text());
    DiskNode node = find(path);
    if (node == null) {
      if (!mode.creates()) {
        throw missing(path);
      }
      FolderChange.Place place = place(path);
      DiskFile file = new DiskFile(nodeCount++, nowMillis());
      change(FolderChange.of(place.folder(), place.name(), file));
      return file;
    }
    if (mode.createsNew()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (node instanceof DiskFolder && mode.writes()) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (node instanceof DiskFile file && mode.truncates() && file.size() > 0) {
      file.cut(0);
      file.touch(nowMillis());
    }
    return node;
  }

  synchronized void createFolder(DiskPath path) throws IOException {
    begin(DiskOperation.CREATE_FOLDER, path, "");
    if (find(path) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    FolderChange.Place place = place(path);
    DiskFolder folder = new DiskFolder(nodeCount++, nowMillis());
    change(FolderChange.of(place.folder(), place.name(), folder));
  }

  synchronized void delete(DiskPath path) throws IOException {
    begin(DiskOperation.DELETE, path, "");
    DiskNode node = existing(path);
    checkEmpty(path, node);
    FolderChange.Place place = place(path);
    change(FolderChange.of(place.folder(), place.name(), null));
  }

  /**
   * Moves a file or folder with all that is in it.
   *
   * @param isAtomic whether something at {@code to} is replaced in the same step
   * @param replaces whether something at {@code to} is deleted first
   */
  synchronized void move(DiskPath from, DiskPath to, boolean isAtomic, boolean replaces)
      throws IOException {
    begin(DiskOperation.MOVE, from, "to " + to);
    FolderChange.Place source = place(from);
    if (isAtomic) {
      // One call of the system looks for both folders first; otherwise Java looks at the file.
      place(to);
    }
    DiskNode node = existing(from);
    DiskNode replaced = find(to);
    if (node == replaced) {
      return;
    }
    FolderChange.Place target = place(to);
    if (replaced != null && !isAtomic) {
      if (!replaces) {
        throw new FileAlreadyExistsException(to.toString());
      }
      checkEmpty(to, replaced);
      change(FolderChange.of(target.folder(), target.name(), null));
    }
    String reason = to.liesIn(from) ? "Invalid argument" : "";
    if (reason.isEmpty() && replaced != null && isAtomic) {
      reason = whyNotReplaced(node, replaced, from.liesIn(to));
    }
    if (!reason.isEmpty()) {
      throw new FileSystemException(from.toString(), to.toString(), reason);
    }
    change(FolderChange.move(source, target, node));
  }

  private static String whyNotReplaced(DiskNode node, DiskNode replaced, boolean isAround) {
    if (replaced instanceof DiskFolder folder) {
      if (!isAround && node instanceof DiskFile) {
        return "Is a directory";
      }
      return folder.entries().isEmpty() ? "" : "Directory not empty";
    }
    return node instanceof DiskFolder ? "Not a directory" : "";
  }

  /** The names in a folder, in an order that nobody should rely on. */
  synchronized List<String> list(DiskPath path) throws IOException {
    begin(DiskOperation.LIST, path, "");
    DiskNode node = find(path);
    if (!(node instanceof DiskFolder folder)) {
      throw node == null && missing(path) instanceof NoSuchFileException missing
          ? missing
          : new NotDirectoryException(path.toString());
    }
    return folder.entries().keySet().stream()
        .sorted(Comparator.comparingInt(name -> name.hashCode() * 0x9E3779B9))
        .toList();
  }

  synchronized DiskAttributes attributes(DiskPath path) throws IOException {
    begin(DiskOperation.ATTRIBUTES, path, "");
    return existing(path).attributes();
  }

  synchronized void setModified(DiskPath path, long modifiedMillis) throws IOException {
    begin(DiskOperation.ATTRIBUTES, path, "");
    existing(path).touch(modifiedMillis);
  }

  void forceFolder(DiskFolder folder) {
    storeChanges(index -> unforced.get(index).concerns(folder));
  }

  void forget(DiskFileSystem mount) {
    mounts.remove(mount);
  }

  /** Whether a process other than {@code own} holds a lock that forbids {@code wanted}. */
  boolean isLockedByOthers(DiskFileSystem own, DiskLock wanted) {
    return mounts.stream().anyMatch(mount -> mount != own && mount.holdsAgainst(wanted));
  }

  private static void checkEmpty(DiskPath path, DiskNode node) throws IOException {
    if (node instanceof DiskFolder folder && !folder.entries().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
  }

  private DiskNode existing(DiskPath path) throws IOException {
    DiskNode node = find(path);
    if (node == null) {
      throw missing(path);
    }
    return node;
  }

  /** Why nothing was found. */
  private IOException missing(DiskPath path) {
    List<String> names = path.places();
    for (int count = 1; count < names.size(); count++) {
      if (find(names.subList(0, count)) instanceof DiskFile) {
        return new FileSystemException(path.toString(), null, "Not a directory");
      }
    }
    return new NoSuchFileException(path.toString());
  }

  private @Nullable DiskNode find(DiskPath path) {
    return find(path.places());
  }

  private @Nullable DiskNode find(List<String> names) {
    DiskNode node = root;
    for (String name : names) {
      DiskNode next = node instanceof DiskFolder folder ? folder.get(name) : null;
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private FolderChange.Place place(DiskPath path) throws IOException {
    List<String> names = path.places();
    if (names.isEmpty()) {
      throw new FileSystemException(path.toString(), null, "Device or resource busy");
    }
    int last = names.size() - 1;
    DiskNode parent = find(names.subList(0, last));
    if (!(parent instanceof DiskFolder folder)) {
      throw missing(path);
    }
    return new FolderChange.Place(folder, names.get(last));
  }

  private DiskPath own(Path path) {
    if (path instanceof DiskPath own && own.getFileSystem().disk() == this) {
      return own;
    }
    throw new ProviderMismatchException();
  }
}
