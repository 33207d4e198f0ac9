package io.eventflux.core.fault.disk;

/** What goes wrong in an operation of a {@link SimulatedDisk}. */
public enum DiskFault {
  /** The operation does nothing and fails with an {@link java.io.IOException}. */
  FAIL,
  /** Half of the bytes are read or written, and the caller is told how many. */
  SHORT,
  /** One bit of what is read is wrong; what is stored is right. */
  FLIP,
  /** Power is lost before the operation: see {@link PowerLoss}. */
  POWER_LOSS;

  /** Whether it can happen in {@code operation}. */
  boolean fits(DiskOperation operation) {
    return switch (this) {
      case FAIL, POWER_LOSS -> true;
      case SHORT -> operation == DiskOperation.READ || operation == DiskOperation.WRITE;
      case FLIP -> operation == DiskOperation.READ;
    };
  }
}
