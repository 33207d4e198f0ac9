package io.eventflux.extension.format;

import io.eventflux.core.connector.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The shape of a JSON record that has been read the careful way: the bytes between its scalar
 * values, and the columns that take them. Whoever writes records in a loop writes them in one
 * shape, so that the next one is read by comparing bytes, a word at a time.
 *
 * <pre>
 *   {"symbol":"IBM","price":12.5}        literals  {"symbol":   ,"price":   }\n
 *             ^^^^^         ^^^^         scalars             0           1
 * </pre>
 *
 * A record with the same literals is well-formed where the first one was: its names, nesting and
 * blanks are the same. What is left to check is in the scalars. One thread.
 */
final class JsonShape {
  /** The column of a scalar that nobody asks for. */
  static final int SKIPPED = -1;

  /** The column of a scalar that several ask for, which no shape provides for. */
  static final int SHARED = -2;

  /** The result of {@link #read} for a record of another shape, or with something unusual. */
  static final int OTHER = -1;

  private static final int SCALAR_COUNT_MAX = 256;
  private static final int LITERAL_SIZE_MAX_BYTES = 8_192;
  private static final int PAUSE_MAX = 1_024;
  private static final long TRUE = word("true");
  private static final long FALSE = word("fals");
  private static final long NULL = word("null");

  private final ColumnCells cells;
  private final NumberText number;
  private final FormatLimits limits;

  // The shape that was adopted: literal s has sizes[s] bytes, in words wordStarts[s] and following.
  private int scalarCount = -1;
  private final int[] columns = new int[SCALAR_COUNT_MAX];
  private final int[] sizes = new int[SCALAR_COUNT_MAX + 1];
  private final int[] wordStarts = new int[SCALAR_COUNT_MAX + 2];
  private long[] words = new long[16];
  private long[] masks = new long[16];
  private int[] absentColumns = new int[0];

  // The record that is being read the careful way.
  private int notedCount;
  private final int[] notedStarts = new int[SCALAR_COUNT_MAX];
  private final int[] notedEnds = new int[SCALAR_COUNT_MAX];
  private final int[] notedColumns = new int[SCALAR_COUNT_MAX];

  // A shape that never served doubles the count of records to wait before another is adopted.
  private int pause = 1;
  private int waited;
  private boolean hasServed = true;

  JsonShape(ColumnCells cells, FormatLimits limits) {
    this.cells = cells;
    this.limits = limits;
    number = cells.number();
  }

  /** Starts noting the scalars of a record. */
  void begin() {
    notedCount = 0;
  }

  /** Notes the scalar in {@code [from, to)} and the column that takes it. */
  void note(int from, int to, int column) {
    if (column == SHARED || notedCount == SCALAR_COUNT_MAX) {
      refuse();
    } else if (notedCount >= 0) {
      notedStarts[notedCount] = from;
      notedEnds[notedCount] = to;
      notedColumns[notedCount] = column;
      notedCount++;
    }
  }

  /** Notes that the record cannot be read by its shape. */
  void refuse() {
    notedCount = Integer.MIN_VALUE;
  }

  /**
   * Takes over the shape of the record in {@code [from, to)}, terminator included, whose scalars
   * were noted and which gave a row.
   */
  void adopt(byte[] bytes, int from, int to) {
    if (notedCount < 0 || bytes[to - 1] != '\n' || ++waited < pause) {
      return;
    }
    waited = 0;
    pause = hasServed ? 1 : Math.min(pause * 2, PAUSE_MAX);
    hasServed = false;
    int literalSize = to - from;
    for (int s = 0; s < notedCount; s++) {
      literalSize -= notedEnds[s] - notedStarts[s];
    }
    if (literalSize > LITERAL_SIZE_MAX_BYTES) {
      return;
    }
    boolean[] isPresent = new boolean[cells.columnCount()];
    int start = from;
    for (int s = 0; s < notedCount; s++) {
      columns[s] = notedColumns[s];
      if (columns[s] >= 0) {
        isPresent[columns[s]] = true;
      }
      adoptLiteral(s, bytes, start, notedStarts[s]);
      start = notedEnds[s];
    }
    adoptLiteral(notedCount, bytes, start, to);
    scalarCount = notedCount;
    absentColumns = new int[isPresent.length];
    int absentCount = 0;
    for (int c = 0; c < isPresent.length; c++) {
      if (!isPresent[c]) {
        absentColumns[absentCount++] = c;
      }
    }
    absentColumns = Arrays.copyOf(absentColumns, absentCount);
  }

  private void adoptLiteral(int literal, byte[] bytes, int from, int to) {
    int w = wordStarts[literal];
    int wordCount = (to - from + 7) / 8;
    if (w + wordCount > words.length) {
      words = Arrays.copyOf(words, Math.max(words.length * 2, w + wordCount));
      masks = Arrays.copyOf(masks, words.length);
    }
    sizes[literal] = to - from;
    for (int i = from; i < to; i += 8) {
      int size = Math.min(8, to - i);
      words[w] = ByteSearch.wordOf(bytes, i, size);
      masks[w] = -1L >>> (64 - 8 * size);
      w++;
    }
    wordStarts[literal + 1] = w;
  }

  /**
   * Reads the record at {@code from} into a row, if it has the shape.
   *
   * @return the index behind the record, or {@link #OTHER}; the row is undefined then
   */
  int read(byte[] bytes, int from, int to, int row) {
    try {
      int i = from;
      for (int s = 0; s < scalarCount; s++) {
        i = behindLiteral(s, bytes, i);
        if (i < 0 || i >= to) {
          return OTHER;
        }
        i = scalar(columns[s], bytes, i, to, row);
        if (i < 0) {
          return OTHER;
        }
      }
      int end = scalarCount < 0 ? OTHER : behindLiteral(scalarCount, bytes, i);
      if (end < 0 || end > to || end - from > limits.recordSizeMaxBytes()) {
        return OTHER;
      }
      for (int column : absentColumns) {
        cells.setNull(column, row);
      }
      hasServed = true;
      return end;
    } catch (DecodeException unusual) {
      return OTHER;
    }
  }

  private int behindLiteral(int literal, byte[] bytes, int from) {
    int size = sizes[literal];
    if (from > bytes.length - size - 8) {
      return OTHER;
    }
    int wordEnd = wordStarts[literal + 1];
    int at = from;
    for (int w = wordStarts[literal]; w < wordEnd; w++) {
      if (((ByteSearch.word(bytes, at) ^ words[w]) & masks[w]) != 0) {
        return OTHER;
      }
      at += 8;
    }
    return from + size;
  }

  /** Sets a cell from the scalar at {@code from}; returns the index behind it, or OTHER. */
  private int scalar(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    byte first = bytes[from];
    if (first == '"') {
      return string(column, bytes, from + 1, to, row);
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
      int behind = number.scan(bytes, from, to, true);
      if (column == SKIPPED) {
        return number.digitCount() > limits.digitCountMax() ? OTHER : behind;
      }
      if (behind >= 0) {
        cells.number(column, bytes, from, behind, row);
      }
      return behind;
    }
    if (to - from < 5) {
      return OTHER;
    }
    long word = ByteSearch.wordOf(bytes, from, 4);
    boolean isFalse = word == FALSE && bytes[from + 4] == 'e';
    if (word == NULL) {
      if (column != SKIPPED) {
        cells.setNull(column, row);
      }
    } else if (word == TRUE || isFalse) {
      if (column != SKIPPED) {
        cells.truth(column, !isFalse, row);
      }
    } else {
      return OTHER;
    }
    return from + (isFalse ? 5 : 4);
  }

  /** Sets a cell from the string whose content starts at {@code from}. */
  private int string(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    if (column != SKIPPED) {
      int behind = cells.usualTimestamp(column, bytes, from, to, row);
      if (behind >= 0 && behind < to && bytes[behind] == '"') {
        return behind + 1;
      }
      if (cells.isNumber(column)) {
        return OTHER;
      }
    }
    boolean isAscii = true;
    int i = from;
    while (true) {
      // The mark is the backslash: escapes are for the careful way.
      i = ByteSearch.plainTextEnd(bytes, i, to, (byte) '\\');
      if (i >= to) {
        return OTHER;
      }
      byte stop = bytes[i];
      if (stop == '"') {
        break;
      }
      if (stop >= 0) {
        return OTHER;
      }
      isAscii = false;
      i++;
    }
    if (!isAscii && ByteSearch.malformedUtf8(bytes, from, i) >= 0) {
      return OTHER;
    }
    if (column != SKIPPED) {
      cells.string(column, bytes, from, i, row);
    }
    return i + 1;
  }

  private static long word(String text) {
    return ByteSearch.wordOf(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }
}
