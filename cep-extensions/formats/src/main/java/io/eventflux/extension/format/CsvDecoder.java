package io.eventflux.extension.format;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.DecodeCursor;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV (RFC 4180 with a choice of delimiter): a field is plain or stands in quotes, where a
 * doubled quote stands for one and line breaks are ordinary. A record ends at a line feed outside
 * quotes; a carriage return before it belongs to the line break.
 */
final class CsvDecoder implements Decoder {
  private static final int SKIPPED = -1;

  private final RowSchema schema;
  private final FormatLimits limits;
  private final ColumnCells cells;
  private final byte delimiter;
  private final boolean hasHeader;
  private final ByteOutput unquoted = new ByteOutput(256);

  /** Which column each field feeds, or {@link #SKIPPED}; null until the header has been read. */
  private int @Nullable [] columnOfField;

  private @Nullable String headerProblem;
  private boolean isStart = true;

  CsvDecoder(RowSchema schema, ConnectorOptions options) {
    this.schema = schema;
    limits = CsvFormat.limits(options);
    cells = new ColumnCells(schema, limits);
    delimiter = CsvFormat.delimiter(options);
    hasHeader = options.flag("header", false);
    if (!hasHeader) {
      int[] columns = new int[schema.size()];
      for (int c = 0; c < columns.length; c++) {
        columns[c] = c;
      }
      columnOfField = columns;
    }
  }

  @Override
  public int recordSizeMaxBytes() {
    return limits.recordSizeMaxBytes();
  }

  @Override
  public int recordEnd(byte[] bytes, int from, int to, boolean last) {
    int lineFeed = ByteSearch.indexOf(bytes, from, to, (byte) '\n');
    int lineEnd = lineFeed < 0 ? to : lineFeed;
    int quote = ByteSearch.indexOf(bytes, from, lineEnd, (byte) '"');
    if (quote >= 0) {
      lineFeed = lineFeedOutsideQuotes(bytes, from, quote, to);
    }
    return lineFeed >= 0 ? lineFeed + 1 : last && to > from ? to : -1;
  }

  /**
   * A quote opens a quoted field only at the start of a field. What follows the closing quote is
   * plain again, so a stray quote costs the records up to the next quote and no more.
   */
  private int lineFeedOutsideQuotes(byte[] bytes, int from, int firstQuote, int to) {
    int i = firstQuote;
    while (i < to) {
      if (bytes[i] == '\n') {
        return i;
      }
      boolean opens =
          i == from
              || bytes[i - 1] == delimiter
              || (isStart && i == from + 3 && hasMark(bytes, from, to));
      i++;
      if (opens) {
        i = behindClosingQuote(bytes, i, to);
        if (i < 0) {
          return -1;
        }
      }
      i = ByteSearch.indexOfEither(bytes, i, to, (byte) '\n', (byte) '"');
      if (i < 0) {
        return -1;
      }
    }
    return -1;
  }

  /**
   * The index behind the quote that closes the field whose content starts at {@code from}, or -1.
   */
  private static int behindClosingQuote(byte[] bytes, int from, int to) {
    int i = from;
    while (true) {
      int quote = ByteSearch.indexOf(bytes, i, to, (byte) '"');
      if (quote < 0) {
        return -1;
      }
      if (quote + 1 >= to || bytes[quote + 1] != '"') {
        return quote + 1;
      }
      i = quote + 2;
    }
  }

  @Override
  public void decodeBlock(DecodeCursor cursor, ColumnBatch out) throws DecodeException {
    cells.attach(out);
    while (cursor.rowCount() < out.capacity()) {
      int end = usualRecord(cursor.bytes(), cursor.from(), cursor.to(), cursor.rowCount());
      if (end >= 0) {
        cursor.pass(end, 1, 1);
      } else if (!decodeNext(cursor, out)) {
        return;
      }
    }
  }

  /**
   * Decodes a record as most are, finding its end on the way: as many fields as there are columns,
   * no doubled quote or line break in quotes, a line feed at the end, nothing wrong.
   *
   * @return the index behind the record, or -1 if it has to be read the careful way, which alone
   *     knows what is wrong; the row is undefined then
   */
  private int usualRecord(byte[] bytes, int from, int to, int row) {
    int[] columns = columnOfField;
    if (isStart
        || columns == null
        || columns.length == 0
        || columns.length > limits.fieldCountMax()) {
      return -1;
    }
    try {
      int fieldMax = columns.length - 1;
      int i = from;
      for (int field = 0; field < fieldMax; field++) {
        i = usualField(bytes, i, to, columns[field], row);
        if (i < 0 || i >= to || bytes[i] != delimiter) {
          return -1;
        }
        i++;
      }
      i = usualField(bytes, i, to, columns[fieldMax], row);
      if (i >= 0 && i < to && bytes[i] == '\r') {
        i++;
      }
      return i >= 0 && i < to && bytes[i] == '\n' && i - from < limits.recordSizeMaxBytes()
          ? i + 1
          : -1;
    } catch (DecodeException unusual) {
      return -1;
    }
  }

  /** Sets the cell of a usual field; returns the index behind the field, or -1. */
  private int usualField(byte[] bytes, int from, int to, int column, int row)
      throws DecodeException {
    if (from >= to) {
      return -1;
    }
    if (bytes[from] == '"') {
      int close = usualTextEnd(bytes, from + 1, to, (byte) '"');
      if (close < 0 || (close + 1 < to && bytes[close + 1] == '"')) {
        return -1;
      }
      setQuoted(column, bytes, from + 1, close, row);
      return close + 1;
    }
    if (column != SKIPPED) {
      int behind = cells.usualValue(column, bytes, from, to, row);
      if (behind >= 0
          && behind < to
          && (bytes[behind] == delimiter || bytes[behind] == '\n' || bytes[behind] == '\r')) {
        return behind;
      }
    }
    int end = usualTextEnd(bytes, from, to, delimiter);
    if (end >= 0) {
      setPlain(column, bytes, from, end, row);
    }
    return end;
  }

  /**
   * The end of well-formed text from {@code from} on: the first {@code mark}, or line break if the
   * mark is no quote; -1 if there is none, or a quote or line break that does not belong there.
   */
  private static int usualTextEnd(byte[] bytes, int from, int to, byte mark) {
    boolean isAscii = true;
    int i = from;
    while (true) {
      i = ByteSearch.plainTextEnd(bytes, i, to, mark);
      if (i >= to) {
        return -1;
      }
      byte stop = bytes[i];
      boolean isLineBreak = stop == '\n' || stop == '\r';
      if (stop == mark || (isLineBreak && mark != '"')) {
        return isAscii || ByteSearch.malformedUtf8(bytes, from, i) < 0 ? i : -1;
      }
      if (isLineBreak || stop == '"') {
        return -1;
      }
      isAscii &= stop >= 0;
      i++;
    }
  }

  @Override
  public int decode(byte[] bytes, int from, int to, ColumnBatch out, int row)
      throws DecodeException {
    int start = from;
    int end = to;
    if (end > start && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > start && bytes[end - 1] == '\r') {
      end--;
    }
    if (isStart) {
      isStart = false;
      start = hasMark(bytes, start, end) ? start + 3 : start;
    }
    if (to - from > limits.recordSizeMaxBytes()) {
      throw new DecodeException(
          "the record is longer than " + limits.recordSizeMaxBytes() + " bytes");
    }
    int malformed = ByteSearch.malformedUtf8(bytes, start, end);
    if (malformed >= 0) {
      throw new DecodeException("the record is not valid UTF-8 at byte " + (malformed - from + 1));
    }
    int[] columns = columnOfField;
    if (columns == null) {
      if (end > start) {
        readHeader(bytes, start, end);
      }
      return 0;
    }
    if (headerProblem != null) {
      throw new DecodeException(headerProblem);
    }
    if (end == start && columns.length != 1) {
      return 0;
    }
    cells.attach(out);
    readFields(bytes, start, end, columns, row);
    return 1;
  }

  private void readFields(byte[] bytes, int start, int end, int[] columns, int row)
      throws DecodeException {
    int field = 0;
    int i = start;
    while (true) {
      int column = field < columns.length ? columns[field] : SKIPPED;
      if (i < end && bytes[i] == '"') {
        i = quotedField(bytes, i, end, column, row);
      } else {
        int fieldStart = i;
        i = plainFieldEnd(bytes, start, i, end);
        setPlain(column, bytes, fieldStart, i, row);
      }
      field++;
      if (i == end) {
        break;
      }
      i++;
      if (field > limits.fieldCountMax()) {
        throw new DecodeException("the record has more than " + limits.fieldCountMax() + " fields");
      }
    }
    if (field != columns.length) {
      throw wrongCount(field, columns.length);
    }
  }

  private int plainFieldEnd(byte[] bytes, int start, int from, int end) throws DecodeException {
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b == delimiter) {
        return i;
      }
      if (b == '"' || b == '\n' || b == '\r') {
        throw straySign(b, i - start + 1);
      }
    }
    return end;
  }

  /** Reads a quoted field whose opening quote is at {@code from}; returns the index behind it. */
  private int quotedField(byte[] bytes, int from, int end, int column, int row)
      throws DecodeException {
    int contentStart = from + 1;
    int close = ByteSearch.indexOf(bytes, contentStart, end, (byte) '"');
    boolean isPlain = true;
    if (close >= 0 && close + 1 < end && bytes[close + 1] == '"') {
      isPlain = false;
      unquoted.clear();
      int copied = contentStart;
      while (close >= 0 && close + 1 < end && bytes[close + 1] == '"') {
        unquoted.append(bytes, copied, close + 1);
        copied = close + 2;
        close = ByteSearch.indexOf(bytes, copied, end, (byte) '"');
      }
      if (close >= 0) {
        unquoted.append(bytes, copied, close);
      }
    }
    if (close < 0) {
      throw new DecodeException("a quoted field is not closed");
    }
    int behind = close + 1;
    if (behind < end && bytes[behind] != delimiter) {
      throw new DecodeException(
          "a quoted field is followed by "
              + Excerpt.of(bytes, behind, behind + 1)
              + " instead of a delimiter");
    }
    if (isPlain) {
      setQuoted(column, bytes, contentStart, close, row);
    } else if (column != SKIPPED) {
      cells.text(column, unquoted.array(), 0, unquoted.sizeBytes(), row);
    }
    return behind;
  }

  /** Sets the cell of a field without quotes; an empty one is NULL. */
  private void setPlain(int column, byte[] bytes, int from, int to, int row)
      throws DecodeException {
    if (column != SKIPPED) {
      if (from == to) {
        cells.setNull(column, row);
      } else {
        cells.text(column, bytes, from, to, row);
      }
    }
  }

  /** Sets the cell of a field in quotes; an empty one is an empty text or binary, or else NULL. */
  private void setQuoted(int column, byte[] bytes, int from, int to, int row)
      throws DecodeException {
    if (column != SKIPPED) {
      if (from == to && !cells.takesEmptyText(column)) {
        cells.setNull(column, row);
      } else {
        cells.text(column, bytes, from, to, row);
      }
    }
  }

  private DecodeException straySign(byte sign, int position) {
    return new DecodeException(
        sign == '"'
            ? "a quote stands inside a field that does not start with one, at byte " + position
            : "a line break stands outside quotes, at byte " + position);
  }

  private DecodeException wrongCount(int found, int wanted) {
    return new DecodeException(
        "the record has "
            + found
            + (found == 1 ? " field, but " : " fields, but ")
            + (hasHeader ? "the header has " : "the stream has ")
            + wanted
            + (hasHeader ? "" : wanted == 1 ? " column" : " columns"));
  }

  /**
   * Matches the names of a header with the columns: exactly, else without regard to case. A bad
   * header makes every later record an error with the same reason.
   */
  private void readHeader(byte[] bytes, int start, int end) throws DecodeException {
    try {
      columnOfField = matchHeader(bytes, start, end);
    } catch (DecodeException problem) {
      columnOfField = new int[0];
      headerProblem = problem.getMessage();
      throw problem;
    }
  }

  private int[] matchHeader(byte[] bytes, int start, int end) throws DecodeException {
    int[] columns = new int[16];
    int[] fieldOfColumn = new int[schema.size()];
    Arrays.fill(fieldOfColumn, -1);
    int field = 0;
    int i = start;
    while (true) {
      String name;
      if (i < end && bytes[i] == '"') {
        int behind = behindClosingQuote(bytes, i + 1, end);
        if (behind < 0 || (behind < end && bytes[behind] != delimiter)) {
          throw new DecodeException("the header has a quoted name that is not closed");
        }
        name = utf8(bytes, i + 1, behind - 1).replace("\"\"", "\"");
        i = behind;
      } else {
        int next = ByteSearch.indexOf(bytes, i, end, delimiter);
        int nameEnd = next < 0 ? end : next;
        name = utf8(bytes, i, nameEnd).strip();
        i = nameEnd;
      }
      if (name.length() > limits.nameLengthMax()) {
        throw new DecodeException(
            "the header has a name of more than " + limits.nameLengthMax() + " characters");
      }
      if (field == columns.length) {
        columns = Arrays.copyOf(columns, field * 2);
      }
      int column = columnNamed(name);
      if (column >= 0) {
        if (fieldOfColumn[column] >= 0) {
          throw new DecodeException(
              "the header names column '" + schema.field(column).name() + "' twice");
        }
        fieldOfColumn[column] = field;
      }
      columns[field++] = column < 0 ? SKIPPED : column;
      if (field > limits.fieldCountMax()) {
        throw new DecodeException("the header has more than " + limits.fieldCountMax() + " fields");
      }
      if (i == end) {
        break;
      }
      i++;
    }
    for (int c = 0; c < fieldOfColumn.length; c++) {
      if (fieldOfColumn[c] < 0) {
        throw new DecodeException("the header has no column '" + schema.field(c).name() + "'");
      }
    }
    return Arrays.copyOf(columns, field);
  }

  private int columnNamed(String name) {
    int exact = schema.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    int found = -1;
    for (int c = 0; c < schema.size(); c++) {
      if (schema.field(c).name().equalsIgnoreCase(name)) {
        if (found >= 0) {
          return -1;
        }
        found = c;
      }
    }
    return found;
  }

  private static String utf8(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean hasMark(byte[] bytes, int from, int to) {
    return to - from >= 3
        && bytes[from] == (byte) 0xEF
        && bytes[from + 1] == (byte) 0xBB
        && bytes[from + 2] == (byte) 0xBF;
  }
}
