package io.eventflux.core.column;

/**
 * What a row does to the state behind it. Kept as bytes in {@link ColumnBatch#kinds()}; a batch
 * without kinds holds {@link #CURRENT} rows only.
 */
public final class RowKind {
  /** The row entered: aggregates go up. */
  public static final byte CURRENT = 0;

  /** The row left a window: aggregates go down. */
  public static final byte EXPIRED = 1;

  /**
   * Carries no data: aggregates of all groups go back to their empty state. Never reaches a user.
   */
  public static final byte RESET = 2;

  private RowKind() {}
}
