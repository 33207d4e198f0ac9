package io.eventflux.core.fault.disk;

/** A file or a folder, whatever its names are. Guarded by its disk. */
abstract sealed class DiskNode permits DiskFile, DiskFolder {
  private final long number;
  private final long createdMillis;
  private long modifiedMillis;

  /**
   * @param number unlike that of any other node of the disk
   * @param nowMillis the disk's time
   */
  DiskNode(long number, long nowMillis) {
    this.number = number;
    createdMillis = nowMillis;
    modifiedMillis = nowMillis;
  }

  final long number() {
    return number;
  }

  final long createdMillis() {
    return createdMillis;
  }

  final long modifiedMillis() {
    return modifiedMillis;
  }

  final void touch(long nowMillis) {
    modifiedMillis = nowMillis;
  }

  /** The attributes of now. */
  final DiskAttributes attributes() {
    return new DiskAttributes(
        this instanceof DiskFolder,
        this instanceof DiskFile file ? file.size() : 0,
        number,
        createdMillis,
        modifiedMillis);
  }
}
