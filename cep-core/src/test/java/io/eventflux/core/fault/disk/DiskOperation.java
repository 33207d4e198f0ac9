package io.eventflux.core.fault.disk;

/**
 * The kinds of operation of a {@link SimulatedDisk}, which are counted, logged and made to fail.
 */
public enum DiskOperation {
  /** Opens a file or a folder, creating a file if need be. */
  OPEN(false),
  /** Reads bytes of a file. */
  READ(true),
  /** Writes bytes of a file. */
  WRITE(true),
  /** Cuts a file. */
  TRUNCATE(true),
  /** Makes the bytes of a file durable. */
  FORCE(true),
  /** Makes the entries of a folder durable. */
  FORCE_FOLDER(true),
  /** Takes a lock of a file. */
  LOCK(true),
  /** Creates a folder. */
  CREATE_FOLDER(false),
  /** Moves a file or a folder. */
  MOVE(false),
  /** Deletes a file or a folder. */
  DELETE(false),
  /** Lists a folder. */
  LIST(false),
  /** Asks whether a path is there, and what is there. */
  ATTRIBUTES(false);

  private final boolean ofChannel;

  DiskOperation(boolean ofChannel) {
    this.ofChannel = ofChannel;
  }

  /** Whether it works on an open channel; failures of these do not name the path. */
  boolean isOfChannel() {
    return ofChannel;
  }
}
