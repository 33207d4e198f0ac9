package io.eventflux.core.state;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints in the memory of this process: for tests, and for apps that are replaced while
 * the process goes on. What is kept is a {@link Storage}, which outlives the backends that use it
 * one after another.
 */
public final class MemoryStateBackend implements StateBackend {
  private final Storage storage;
  private boolean isOpen;

  /** A backend over {@code storage}. */
  public MemoryStateBackend(Storage storage) {
    this.storage = storage;
  }

  /** Where checkpoints are: what a disk is to other backends. Any thread. */
  public static final class Storage {
    private static final AtomicLong COUNT = new AtomicLong();

    private final String runId = "memory-" + COUNT.incrementAndGet();
    private final TreeMap<CheckpointId, Checkpoint> checkpoints = new TreeMap<>();
    private final Map<CheckpointId, String> damage = new LinkedHashMap<>();
    private @Nullable String appName;
    private @Nullable MemoryStateBackend owner;

    /** Empty storage. */
    public Storage() {}

    /** The checkpoints that count, oldest first, damaged ones among them. */
    public synchronized List<CheckpointId> checkpoints() {
      return List.copyOf(checkpoints.keySet());
    }

    /** Makes a checkpoint unreadable from now on; {@code reason} is a sentence. */
    public synchronized void damage(CheckpointId id, String reason) {
      if (!checkpoints.containsKey(id)) {
        throw new IllegalArgumentException("there is no checkpoint " + id);
      }
      damage.put(id, reason);
    }

    /** Ends the ownership of whoever has it, as the end of a process does. */
    public synchronized void abandon() {
      owner = null;
    }
  }

  @Override
  public void open(String appName) throws IOException {
    synchronized (storage) {
      if (storage.owner != null && storage.owner != this) {
        throw new StateOwnedException("the state in memory is used by another app of this process");
      }
      String known = storage.appName;
      if (known != null && !known.equals(appName)) {
        throw new StateFormatException(
            "the state in memory belongs to app '" + known + "', not to app '" + appName + "'");
      }
      storage.appName = appName;
      storage.owner = this;
      isOpen = true;
    }
  }

  @Override
  public String runId() {
    requireOpen();
    return storage.runId;
  }

  @Override
  public List<CheckpointId> checkpoints() throws IOException {
    requireOwner();
    return storage.checkpoints();
  }

  @Override
  public Checkpoint load(CheckpointId id) throws IOException {
    synchronized (storage) {
      requireOwner();
      String reason = storage.damage.get(id);
      if (reason != null) {
        throw new StateDamagedException(reason, null);
      }
      Checkpoint checkpoint = storage.checkpoints.get(id);
      if (checkpoint == null) {
        throw new IOException("there is no checkpoint " + id + " in memory");
      }
      return checkpoint;
    }
  }

  @Override
  public void store(Checkpoint checkpoint) throws IOException {
    synchronized (storage) {
      requireOwner();
      if (!storage.checkpoints.isEmpty()
          && storage.checkpoints.lastKey().compareTo(checkpoint.id()) >= 0) {
        throw new IllegalArgumentException(
            "checkpoint "
                + checkpoint.id()
                + " is not above the newest, "
                + storage.checkpoints.lastKey());
      }
      storage.checkpoints.put(checkpoint.id(), checkpoint);
    }
  }

  @Override
  public void setAside(CheckpointId id) throws IOException {
    delete(id);
  }

  @Override
  public void delete(CheckpointId id) throws IOException {
    synchronized (storage) {
      requireOwner();
      storage.checkpoints.remove(id);
      storage.damage.remove(id);
    }
  }

  @Override
  public String place() {
    return "memory";
  }

  @Override
  public void close() {
    synchronized (storage) {
      isOpen = false;
      if (storage.owner == this) {
        storage.owner = null;
      }
    }
  }

  private void requireOwner() throws IOException {
    synchronized (storage) {
      requireOpen();
      if (storage.owner != this) {
        throw new IOException("the state in memory has been given up for another owner");
      }
    }
  }

  private void requireOpen() {
    synchronized (storage) {
      if (!isOpen) {
        throw new IllegalStateException("the state in memory is not open");
      }
    }
  }
}
