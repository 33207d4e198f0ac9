package io.eventflux.core.fault.disk;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;

/** A lock of a part of a file, held until it is released or its channel is closed. */
final class DiskLock extends FileLock {
  private final DiskChannel channel;

  DiskLock(DiskChannel channel, long position, long size, boolean shared) {
    super(channel, position, size, shared);
    this.channel = channel;
  }

  /** Whether both want a part of the same file. */
  boolean overlaps(DiskLock other) {
    return channel.node() == other.channel.node() && overlaps(other.position(), other.size());
  }

  @Override
  public boolean isValid() {
    return channel.isOpen() && channel.holds(this);
  }

  @Override
  public void release() throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    channel.release(this);
  }
}
