package io.eventflux.core.interpreter;

import java.io.Serial;

/** A fallible function threw for a row; the cause is what it threw. */
final class RowFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String functionName;
  private final Throwable thrown;

  RowFailure(String functionName, Throwable thrown) {
    super(thrown);
    this.functionName = functionName;
    this.thrown = thrown;
  }

  /** The function that threw. */
  String functionName() {
    return functionName;
  }

  /** What the function threw. */
  Throwable thrown() {
    return thrown;
  }
}
