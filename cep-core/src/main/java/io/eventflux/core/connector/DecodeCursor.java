package io.eventflux.core.connector;

/**
 * Where a {@link Decoder} stands in a block of bytes, and how many rows and lines it has made of
 * it. The block belongs to the caller, who may change it between two calls. One thread.
 *
 * <pre>
 *   bytes:  | decoded | whole records, then a part of one |
 *                     from                                to
 * </pre>
 */
public final class DecodeCursor {
  private byte[] bytes = new byte[0];
  private int from;
  private int to;
  private boolean isLast;
  private int rowCount;
  private int lineCount;

  /** A cursor over nothing. */
  public DecodeCursor() {}

  /**
   * Points the cursor at {@code newBytes[newFrom, newTo)} and starts counting rows and lines from
   * 0.
   *
   * @param newIsLast whether the input ends at {@code to}, so that a record without terminator does
   */
  public void show(byte[] newBytes, int newFrom, int newTo, boolean newIsLast) {
    bytes = newBytes;
    from = newFrom;
    to = newTo;
    isLast = newIsLast;
    rowCount = 0;
    lineCount = 0;
  }

  /** The block. */
  public byte[] bytes() {
    return bytes;
  }

  /** The index of the first byte that is not decoded. */
  public int from() {
    return from;
  }

  /** The index behind the last byte of the block. */
  public int to() {
    return to;
  }

  /** Whether the input ends with the block. */
  public boolean isLast() {
    return isLast;
  }

  /** How many rows were written since {@link #show}; also the index of the next row. */
  public int rowCount() {
    return rowCount;
  }

  /** How many line feeds lie in what was decoded since {@link #show}. */
  public int lineCount() {
    return lineCount;
  }

  /** Goes behind a record, or several, that end at {@code end}; called by decoders. */
  public void pass(int end, int newRows, int newLines) {
    from = end;
    rowCount += newRows;
    lineCount += newLines;
  }
}
