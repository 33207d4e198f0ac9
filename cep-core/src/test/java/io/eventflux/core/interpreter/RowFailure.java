package io.eventflux.core.interpreter;

import java.io.Serial;

/** A fallible function threw for a row; the cause is what it threw. */
final class RowFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Throwable thrown;

  RowFailure(Throwable thrown) {
    super(thrown);
    this.thrown = thrown;
  }

  /** What the function threw. */
  Throwable thrown() {
    return thrown;
  }
}
