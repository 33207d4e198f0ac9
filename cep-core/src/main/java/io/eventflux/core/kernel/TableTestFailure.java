package io.eventflux.core.kernel;

import java.io.Serial;

/** A function in the condition of a {@link TableTest} threw; the cause is what it threw. */
public final class TableTestFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String functionName;
  private final Throwable thrown;

  /**
   * A failure.
   *
   * @param functionName name of the function called last
   * @param thrown what it threw
   */
  public TableTestFailure(String functionName, Throwable thrown) {
    super(thrown);
    this.functionName = functionName;
    this.thrown = thrown;
  }

  /** Name of the function called last. */
  public String functionName() {
    return functionName;
  }

  /** What it threw. */
  public Throwable thrown() {
    return thrown;
  }
}
