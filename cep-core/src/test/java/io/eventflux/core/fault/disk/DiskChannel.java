package io.eventflux.core.fault.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An open file or folder. Of a folder only {@link #force} can be called. */
final class DiskChannel extends FileChannel {
  private static final int COPY_SIZE_BYTES = 1 << 13;

  private final SimulatedDisk disk;
  private final DiskPath path;
  private final DiskNode node;
  private final OpenMode mode;
  private final List<DiskLock> locks = new ArrayList<>();
  private long position;

  private DiskChannel(DiskPath path, DiskNode node, OpenMode mode) {
    this.disk = path.getFileSystem().disk();
    this.path = path;
    this.node = node;
    this.mode = mode;
  }

  static DiskChannel open(DiskPath path, OpenMode mode) throws IOException {
    DiskFileSystem mount = path.getFileSystem();
    synchronized (mount.disk()) {
      DiskChannel channel = new DiskChannel(path, mount.disk().open(path, mode), mode);
      mount.opened(channel);
      return channel;
    }
  }

  DiskNode node() {
    return node;
  }

  private DiskFile file() throws IOException {
    checkOpen();
    if (node instanceof DiskFile file) {
      return file;
    }
    throw new IOException("Is a directory");
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    synchronized (disk) {
      int count = read(into, position);
      position += Math.max(0, count);
      return count;
    }
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    checkNotNegative(at);
    synchronized (disk) {
      checkOpen();
      if (!mode.reads()) {
        throw new NonReadableChannelException();
      }
      DiskFile file = file();
      DiskFault fault =
          disk.begin(DiskOperation.READ, path, "at " + at + ", " + into.remaining() + " bytes");
      if (!into.hasRemaining()) {
        return 0;
      }
      if (at >= file.size()) {
        return -1;
      }
      int count = (int) Math.min(into.remaining(), file.size() - at);
      if (fault == DiskFault.SHORT) {
        count = half(count);
      }
      byte[] bytes = new byte[count];
      file.read((int) at, bytes, count);
      if (fault == DiskFault.FLIP) {
        bytes[count / 2] ^= 0x10;
      }
      into.put(bytes);
      return count;
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    synchronized (disk) {
      long at = mode.appends() ? file().size() : position;
      int count = write(source, at);
      position = at + count;
      return count;
    }
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    checkNotNegative(at);
    synchronized (disk) {
      DiskFile file = writableFile();
      DiskFault fault =
          disk.begin(DiskOperation.WRITE, path, "at " + at + ", " + source.remaining() + " bytes");
      int count = fault == DiskFault.SHORT ? half(source.remaining()) : source.remaining();
      count = disk.roomFor(file, at, count);
      if (count > 0) {
        byte[] bytes = new byte[count];
        source.get(bytes);
        file.write((int) at, bytes);
        file.touch(disk.nowMillis());
        if (mode.forces()) {
          file.force();
        }
      }
      return count;
    }
  }

  /** Nothing is never half: a caller that goes on gets to the end. */
  private static int half(int count) {
    return (count + 1) / 2;
  }

  private DiskFile writableFile() throws IOException {
    checkOpen();
    if (!mode.writes()) {
      throw new NonWritableChannelException();
    }
    return file();
  }

  private static void checkNotNegative(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("negative: " + number);
    }
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    long sum = 0;
    for (int index = offset; index < offset + length; index++) {
      int wanted = into[index].remaining();
      int count = wanted == 0 ? 0 : read(into[index]);
      if (count < 0) {
        return sum == 0 ? -1 : sum;
      }
      sum += count;
      if (count < wanted) {
        return sum;
      }
    }
    return sum;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    long sum = 0;
    for (int index = offset; index < offset + length; index++) {
      int wanted = sources[index].remaining();
      int count = wanted == 0 ? 0 : write(sources[index]);
      sum += count;
      if (count < wanted) {
        return sum;
      }
    }
    return sum;
  }

  @Override
  public long position() throws IOException {
    synchronized (disk) {
      return mode.appends() ? file().size() : positionOfOpen();
    }
  }

  private long positionOfOpen() throws IOException {
    checkOpen();
    return position;
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    checkNotNegative(newPosition);
    synchronized (disk) {
      checkOpen();
      position = newPosition;
      return this;
    }
  }

  @Override
  public long size() throws IOException {
    synchronized (disk) {
      return file().size();
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    checkNotNegative(size);
    synchronized (disk) {
      DiskFile file = writableFile();
      disk.begin(DiskOperation.TRUNCATE, path, "to " + size + " bytes");
      if (size < file.size()) {
        file.cut((int) size);
        file.touch(disk.nowMillis());
      }
      position = Math.min(position, size);
      return this;
    }
  }

  @Override
  public void force(boolean withAttributes) throws IOException {
    synchronized (disk) {
      checkOpen();
      if (node instanceof DiskFile file) {
        try {
          disk.begin(DiskOperation.FORCE, path, "");
        } catch (IOException failure) {
          file.failForce();
          throw failure;
        }
        file.force();
      } else if (node instanceof DiskFolder folder) {
        disk.begin(DiskOperation.FORCE_FOLDER, path, "");
        disk.forceFolder(folder);
      }
    }
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
    checkNotNegative(at);
    checkNotNegative(count);
    long moved = 0;
    ByteBuffer buffer = ByteBuffer.allocate(COPY_SIZE_BYTES);
    while (moved < count) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), count - moved));
      int read = read(buffer, at + moved);
      if (read <= 0) {
        break;
      }
      int written = target.write(buffer.flip());
      moved += written;
      if (written < read) {
        break;
      }
    }
    return moved;
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
    checkNotNegative(at);
    checkNotNegative(count);
    long moved = 0;
    ByteBuffer buffer = ByteBuffer.allocate(COPY_SIZE_BYTES);
    while (moved < count) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), count - moved));
      if (source.read(buffer) <= 0) {
        break;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        moved += write(buffer, at + moved);
      }
    }
    return moved;
  }

  @Override
  public MappedByteBuffer map(MapMode mapMode, long at, long size) {
    throw new UnsupportedOperationException("a simulated disk cannot be mapped");
  }

  /** As {@link #tryLock}, but fails at once where another process would have to be waited for. */
  @Override
  public FileLock lock(long at, long size, boolean shared) throws IOException {
    FileLock lock = tryLock(at, size, shared);
    if (lock == null) {
      throw new IOException("Resource deadlock avoided");
    }
    return lock;
  }

  @Override
  public @Nullable FileLock tryLock(long at, long size, boolean shared) throws IOException {
    synchronized (disk) {
      checkOpen();
      if (shared && !mode.reads()) {
        throw new NonReadableChannelException();
      }
      if (!shared && !mode.writes()) {
        throw new NonWritableChannelException();
      }
      disk.begin(DiskOperation.LOCK, path, shared ? "shared" : "");
      DiskLock lock = new DiskLock(this, at, size, shared);
      DiskFileSystem mount = path.getFileSystem();
      if (mount.holdsOverlapping(lock)) {
        throw new OverlappingFileLockException();
      }
      if (disk.isLockedByOthers(mount, lock)) {
        return null;
      }
      locks.add(lock);
      return lock;
    }
  }

  List<DiskLock> locks() {
    return locks;
  }

  boolean holds(DiskLock lock) {
    synchronized (disk) {
      return locks.contains(lock);
    }
  }

  void release(DiskLock lock) {
    synchronized (disk) {
      locks.remove(lock);
    }
  }

  @Override
  protected void implCloseChannel() {
    synchronized (disk) {
      locks.clear();
      path.getFileSystem().closed(this);
    }
  }
}
