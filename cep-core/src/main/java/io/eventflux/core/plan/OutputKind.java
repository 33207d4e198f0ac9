package io.eventflux.core.plan;

import io.eventflux.core.column.RowKind;

/** Which rows of a query go on to its target (language 4.3). */
public enum OutputKind {
  /** {@code insert [current events] into}. */
  CURRENT(1 << RowKind.CURRENT),
  /** {@code insert expired events into}. */
  EXPIRED(1 << RowKind.EXPIRED),
  /** {@code insert all events into}. */
  ALL(1 << RowKind.CURRENT | 1 << RowKind.EXPIRED);

  private final int kindMask;

  OutputKind(int kindMask) {
    this.kindMask = kindMask;
  }

  /** One bit a {@link RowKind} that passes: {@code 1 << kind}. */
  public int kindMask() {
    return kindMask;
  }
}
