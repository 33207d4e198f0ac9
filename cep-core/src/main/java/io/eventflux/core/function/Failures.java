package io.eventflux.core.function;

/** Decides what belongs to a row when user code throws. Pure functions. */
public final class Failures {
  private Failures() {}

  /**
   * What to report for a row whose evaluation threw: any exception, an error raised by user code, a
   * stack overflow.
   *
   * @return {@code thrown}
   * @throws VirtualMachineError {@code thrown} itself, if the machine is in trouble, not the row
   */
  public static Throwable ofRow(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    return thrown;
  }
}
