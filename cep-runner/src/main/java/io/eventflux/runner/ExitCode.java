package io.eventflux.runner;

/** What the process says to its caller when it ends; the numbers of sysexits. */
public enum ExitCode {
  /** Finished at the end of the input, or stopped by a signal after everything was written. */
  OK(0),
  /** A test failed, or a check found errors. */
  FAILED(1),
  /** There are warnings, and {@code --deny-warnings} was given. */
  WARNINGS(2),
  /** The command line is wrong. */
  USAGE(64),
  /** The input data is wrong. */
  DATA(65),
  /** An input does not exist. */
  NO_INPUT(66),
  /** A system that a source or sink needs is not there. */
  UNAVAILABLE(69),
  /** Our mistake. */
  INTERNAL(70),
  /** Disk or memory is full. */
  RESOURCES(71),
  /** An output or a state folder cannot be created, or a port cannot be opened. */
  CANNOT_CREATE(73),
  /** Reading or writing failed. */
  IO(74),
  /** Not allowed. */
  PERMISSION(77),
  /** The app does not compile, or the configuration is wrong. */
  CONFIG(78),
  /** Stopped at once by a second signal. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }
}
