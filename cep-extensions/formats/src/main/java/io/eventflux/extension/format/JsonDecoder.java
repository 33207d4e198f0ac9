package io.eventflux.extension.format;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.DecodeCursor;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.function.JsonPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value a line (RFC 8259, strictly) and takes out what the schema asks for. The
 * parser descends through the record once and the {@link JsonNode tree} of wanted places with it;
 * what nobody wants is checked and skipped.
 */
final class JsonDecoder implements Decoder {
  private final FormatLimits limits;
  private final ColumnCells cells;
  private final NumberText number;
  private final JsonNode root;
  private final JsonShape shape;
  private final NameSet names = new NameSet();
  private final ByteOutput unescaped = new ByteOutput(256);
  private boolean isStart = true;
  private long record;
  private int objectCount;

  // The record being read.
  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int at;
  private int row;

  /**
   * A decoder into rows of {@code schema}.
   *
   * @param paths where the value of each column stands
   */
  JsonDecoder(RowSchema schema, List<JsonPath> paths, FormatLimits limits) {
    this.limits = limits;
    cells = new ColumnCells(schema, limits);
    number = cells.number();
    root = JsonNode.treeOf(paths);
    shape = new JsonShape(cells, limits);
  }

  @Override
  public int recordSizeMaxBytes() {
    return limits.recordSizeMaxBytes();
  }

  @Override
  public int recordEnd(byte[] input, int from, int to, boolean last) {
    int lineFeed = ByteSearch.indexOf(input, from, to, (byte) '\n');
    return lineFeed >= 0 ? lineFeed + 1 : last && to > from ? to : -1;
  }

  @Override
  public void decodeBlock(DecodeCursor cursor, ColumnBatch out) throws DecodeException {
    cells.attach(out);
    while (cursor.rowCount() < out.capacity()) {
      int behind = shape.read(cursor.bytes(), cursor.from(), cursor.to(), cursor.rowCount());
      if (behind >= 0) {
        cursor.pass(behind, 1, 1);
      } else if (!decodeNext(cursor, out)) {
        return;
      }
    }
  }

  @Override
  public int decode(byte[] input, int from, int to, ColumnBatch out, int outRow)
      throws DecodeException {
    bytes = input;
    start = from;
    end = to;
    at = from;
    row = outRow;
    if (isStart) {
      isStart = false;
      skipMark();
    }
    if (to - from > limits.recordSizeMaxBytes()) {
      throw new DecodeException(
          "the record is longer than " + limits.recordSizeMaxBytes() + " bytes");
    }
    int malformed = ByteSearch.malformedUtf8(input, at, to);
    if (malformed >= 0) {
      throw new DecodeException("the record is not valid UTF-8 at byte " + (malformed - from + 1));
    }
    int body = at;
    skipBlanks();
    if (at == end) {
      return 0;
    }
    record++;
    shape.begin();
    objectCount = 0;
    names.release(0);
    cells.attach(out);
    cells.nullRow(outRow);
    byte first = bytes[at];
    boolean isObject = first == '{';
    if ((!isObject && first != '[') || !root.takesFrom(isObject)) {
      throw new DecodeException(
          "the record is not a JSON "
              + (root.takesFrom(true) ? "object" : "array")
              + ", it starts with "
              + Excerpt.of(bytes, at, end));
    }
    value(root, 0);
    skipBlanks();
    if (at != end) {
      throw invalid("nothing more");
    }
    shape.adopt(input, body, to);
    return 1;
  }

  /** Reads the value at {@code at} and leaves {@code at} behind it. */
  private void value(@Nullable JsonNode node, int depth) throws DecodeException {
    if (at == end) {
      throw invalid("a value");
    }
    int from = at;
    byte first = bytes[from];
    switch (first) {
      case '"' -> string(node);
      case '{', '[' -> {
        container(node, first == '{', depth + 1);
        return;
      }
      case 't' -> {
        word("true");
        truth(node, true);
      }
      case 'f' -> {
        word("false");
        truth(node, false);
      }
      // Cells are NULL until something else is found.
      case 'n' -> word("null");
      default -> number(node);
    }
    shape.note(from, at, node == null ? JsonShape.SKIPPED : node.columnNoted());
  }

  private void container(@Nullable JsonNode node, boolean isObject, int depth)
      throws DecodeException {
    if (depth > limits.depthMax()) {
      throw new DecodeException(
          "the record is nested more than " + limits.depthMax() + " levels deep");
    }
    int from = at;
    if (isObject) {
      object(node, depth);
    } else {
      list(node, depth);
    }
    if (node != null && node.isWanted()) {
      shape.refuse();
      for (int column : node.columns()) {
        if (!cells.isContainer(column)) {
          throw cells.mismatch(column, isObject ? "an object" : "an array");
        }
        cells.text(column, bytes, from, at, row);
      }
    }
  }

  private void object(@Nullable JsonNode node, int depth) throws DecodeException {
    int object = objectCount++;
    int mark = names.mark();
    int guess = 0;
    int count = 0;
    at++;
    skipBlanks();
    if (at < end && bytes[at] == '}') {
      at++;
      return;
    }
    while (true) {
      if (at == end || bytes[at] != '"') {
        throw invalid(count == 0 ? "a name or '}'" : "a name");
      }
      if (++count > limits.fieldCountMax()) {
        throw new DecodeException("an object has more than " + limits.fieldCountMax() + " members");
      }
      int member;
      if (node != null && node.isNamed(guess, bytes, at + 1, end)) {
        member = guess;
        at += node.nameSizeBytes(guess) + 2;
        meet(node.member(member), bytes, at - node.nameSizeBytes(guess) - 1, at - 1);
      } else {
        member = name(node, object, guess);
      }
      skipBlanks();
      if (at == end || bytes[at] != ':') {
        throw invalid("':'");
      }
      at++;
      skipBlanks();
      if (member >= 0 && node != null) {
        guess = member + 1;
        value(node.member(member), depth);
      } else {
        value(null, depth);
      }
      skipBlanks();
      if (at < end && bytes[at] == ',') {
        at++;
        skipBlanks();
      } else if (at < end && bytes[at] == '}') {
        at++;
        names.release(mark);
        return;
      } else {
        throw invalid("',' or '}'");
      }
    }
  }

  /** Reads the name at {@code at}; returns the member of {@code node} it stands for, or -1. */
  private int name(@Nullable JsonNode node, int object, int guess) throws DecodeException {
    int from = at + 1;
    boolean isPlain = skipString();
    byte[] text = bytes;
    int to = at - 1;
    if (!isPlain) {
      unescape(from, to);
      text = unescaped.array();
      from = 0;
      to = unescaped.sizeBytes();
    }
    if (to - from > limits.nameLengthMax() && characters(text, from, to) > limits.nameLengthMax()) {
      throw new DecodeException(
          "an object has a name of more than " + limits.nameLengthMax() + " characters");
    }
    int member = node == null ? -1 : node.memberNamed(text, from, to, guess);
    if (member >= 0 && node != null) {
      meet(node.member(member), text, from, to);
    } else if (!names.add(object, text, from, to)) {
      throw duplicate(text, from, to);
    }
    return member;
  }

  private void meet(JsonNode member, byte[] text, int from, int to) throws DecodeException {
    if (!member.meet(record)) {
      throw duplicate(text, from, to);
    }
  }

  private static DecodeException duplicate(byte[] text, int from, int to) {
    return new DecodeException("an object has the name " + Excerpt.of(text, from, to) + " twice");
  }

  private static int characters(byte[] text, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  private void list(@Nullable JsonNode node, int depth) throws DecodeException {
    int index = 0;
    at++;
    skipBlanks();
    if (at < end && bytes[at] == ']') {
      at++;
      return;
    }
    while (true) {
      value(node == null ? null : node.element(index), depth);
      index++;
      skipBlanks();
      if (at < end && bytes[at] == ',') {
        at++;
        skipBlanks();
      } else if (at < end && bytes[at] == ']') {
        at++;
        return;
      } else {
        throw invalid("',' or ']'");
      }
    }
  }

  private void string(@Nullable JsonNode node) throws DecodeException {
    int from = at + 1;
    boolean isPlain = skipString();
    int to = at - 1;
    if (!isPlain) {
      unescape(from, to);
    }
    if (node == null) {
      return;
    }
    for (int column : node.columns()) {
      if (cells.isNumber(column)) {
        throw cells.mismatch(column, "the text " + Excerpt.of(bytes, from, to));
      }
      if (isPlain) {
        cells.string(column, bytes, from, to, row);
      } else {
        cells.string(column, unescaped.array(), 0, unescaped.sizeBytes(), row);
      }
    }
  }

  /**
   * Goes behind the string whose opening quote is at {@code at}.
   *
   * @return whether it has no escapes
   */
  private boolean skipString() throws DecodeException {
    byte[] text = bytes;
    int to = end;
    boolean isPlain = true;
    int i = at + 1;
    while (true) {
      i = ByteSearch.plainTextEnd(text, i, to, (byte) '\\');
      if (i >= to) {
        at = to;
        throw invalid("a closing quote");
      }
      byte stop = text[i];
      if (stop == '"') {
        at = i + 1;
        return isPlain;
      }
      if (stop < 0) {
        // Has been checked.
        i++;
        continue;
      }
      if (stop != '\\') {
        at = i;
        throw invalid("no bare control character in a string");
      }
      isPlain = false;
      i += 2;
    }
  }

  /** Puts the string content in {@code [from, to)} into {@code unescaped}, escapes resolved. */
  private void unescape(int from, int to) throws DecodeException {
    unescaped.clear();
    int copied = from;
    int i = from;
    while (i < to) {
      if (bytes[i] != '\\') {
        i++;
        continue;
      }
      unescaped.append(bytes, copied, i);
      // The byte behind a backslash is inside the string, since the closing quote is not escaped.
      byte kind = bytes[i + 1];
      i += 2;
      switch (kind) {
        case '"', '\\', '/' -> unescaped.append(kind);
        case 'b' -> unescaped.append((byte) '\b');
        case 'f' -> unescaped.append((byte) '\f');
        case 'n' -> unescaped.append((byte) '\n');
        case 'r' -> unescaped.append((byte) '\r');
        case 't' -> unescaped.append((byte) '\t');
        case 'u' -> {
          int code = hex(i, to);
          i += 4;
          if (Character.isHighSurrogate((char) code)
              && i + 1 < to
              && bytes[i] == '\\'
              && bytes[i + 1] == 'u') {
            int low = hex(i + 2, to);
            if (Character.isLowSurrogate((char) low)) {
              code = Character.toCodePoint((char) code, (char) low);
              i += 6;
            }
          }
          if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw new DecodeException(
                "the record is not valid JSON: half a surrogate pair at byte " + (i - start));
          }
          unescaped.appendCodePoint(code);
        }
        default -> {
          at = i - 1;
          throw invalid("an escape such as \\n or \\u0041");
        }
      }
      copied = i;
    }
    unescaped.append(bytes, copied, to);
  }

  private int hex(int from, int to) throws DecodeException {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < to ? Character.digit((char) (bytes[i] & 0xFF), 16) : -1;
      if (digit < 0) {
        at = Math.min(i, to);
        throw invalid("four hexadecimal digits");
      }
      code = (code << 4) | digit;
    }
    return code;
  }

  private void number(@Nullable JsonNode node) throws DecodeException {
    int from = at;
    int to = number.scan(bytes, from, end, true);
    if (to < 0) {
      throw invalid("a value");
    }
    at = to;
    if (node == null || !node.isWanted()) {
      if (number.digitCount() > limits.digitCountMax()) {
        throw new DecodeException(
            "the record holds a number of more than " + limits.digitCountMax() + " digits");
      }
      return;
    }
    for (int column : node.columns()) {
      cells.number(column, bytes, from, to, row);
    }
  }

  private void truth(@Nullable JsonNode node, boolean value) throws DecodeException {
    if (node != null) {
      for (int column : node.columns()) {
        cells.truth(column, value, row);
      }
    }
  }

  private void word(String word) throws DecodeException {
    int length = word.length();
    boolean matches = end - at >= length;
    for (int i = 0; matches && i < length; i++) {
      matches = bytes[at + i] == word.charAt(i);
    }
    if (!matches) {
      throw invalid("a value");
    }
    at += length;
  }

  private void skipBlanks() {
    byte[] text = bytes;
    int i = at;
    int to = end;
    while (i < to) {
      byte b = text[i];
      if (b > ' ' || b < 0 || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        break;
      }
      i++;
    }
    at = i;
  }

  private void skipMark() {
    if (end - at >= 3
        && bytes[at] == (byte) 0xEF
        && bytes[at + 1] == (byte) 0xBB
        && bytes[at + 2] == (byte) 0xBF) {
      at += 3;
    }
  }

  private DecodeException invalid(String expected) {
    return new DecodeException(
        at >= end || isLineEnd(at)
            ? "the record is not valid JSON: it ends where " + expected + " is expected"
            : "the record is not valid JSON: "
                + expected
                + " is expected at byte "
                + (at - start + 1)
                + ", not "
                + Excerpt.of(bytes, at, Math.min(end, at + 12)));
  }

  private boolean isLineEnd(int index) {
    for (int i = index; i < end; i++) {
      if (bytes[i] != '\n' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
