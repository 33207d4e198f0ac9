package io.eventflux.core.connector;

import io.eventflux.core.column.ColumnBatch;

/**
 * Turns bytes into rows, straight into columns. One instance a source; one thread.
 *
 * <p>A decoder may learn from the first records of an input, as from a header line. A source that
 * goes on in the middle of an input therefore hands it the first records again, until one gives a
 * row or cannot be decoded, and forgets what comes out.
 */
public interface Decoder {
  /** The longest record that is taken unless options say otherwise: 1 MiB. */
  int RECORD_SIZE_DEFAULT_BYTES = 1 << 20;

  /**
   * How long a record may be, in bytes. A source need not hold more than that: a longer record is
   * rejected and skipped up to the next line break.
   */
  default int recordSizeMaxBytes() {
    return RECORD_SIZE_DEFAULT_BYTES;
  }

  /**
   * Finds the end of the first record in {@code bytes[from, to)}: the index behind its terminator,
   * or -1 when the record is not complete. At the end of the input the caller passes {@code last}
   * and gets {@code to} for an unterminated record.
   */
  int recordEnd(byte[] bytes, int from, int to, boolean last);

  /**
   * Decodes the record {@code bytes[from, to)}, terminator included, into row {@code row} of {@code
   * out}, which has room. Leaves timestamps alone.
   *
   * @return how many rows were written: 1, or 0 for a record that stands for no row (blank line,
   *     header)
   * @throws DecodeException if the record is not well-formed or does not fit the schema; the row is
   *     then undefined
   */
  int decode(byte[] bytes, int from, int to, ColumnBatch out, int row) throws DecodeException;

  /**
   * Decodes the records of a block one after the other, until there is no whole one left, {@code
   * out} is full, or one is bad. Moves {@code cursor} behind each that was decoded. This is the way
   * of sources with much to read; a decoder that can do better than record by record overrides it.
   *
   * @throws DecodeException if the record at {@code cursor.from()} is bad; rows of those in front
   *     of it are written and counted, and its end is that of {@link #recordEnd}
   */
  default void decodeBlock(DecodeCursor cursor, ColumnBatch out) throws DecodeException {
    while (cursor.rowCount() < out.capacity() && decodeNext(cursor, out)) {
      // decodeNext moves the cursor.
    }
  }

  /**
   * Decodes the record at the cursor into the next row of {@code out}, which has room.
   *
   * @return false if the block holds no whole record there
   * @throws DecodeException if the record is bad; the cursor stays in front of it
   */
  default boolean decodeNext(DecodeCursor cursor, ColumnBatch out) throws DecodeException {
    byte[] bytes = cursor.bytes();
    int from = cursor.from();
    int end = recordEnd(bytes, from, cursor.to(), cursor.isLast());
    if (end < 0) {
      return false;
    }
    int rowCount = decode(bytes, from, end, out, cursor.rowCount());
    int lineCount = 0;
    for (int i = from; i < end; i++) {
      lineCount += bytes[i] == '\n' ? 1 : 0;
    }
    cursor.pass(end, rowCount, lineCount);
    return true;
  }
}
