package io.eventflux.core.function;

import io.eventflux.core.column.ByteString;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text (RFC 8259) into values of a type. Costs are linear in the length of the text, and
 * the depth is bounded by {@link #DEPTH_MAX}. One instance a text; the public methods are
 * stateless.
 *
 * <pre>
 *   BOOL                    true, false           ARRAY   an array
 *   INT, LONG, INTERVAL     a whole number        MAP     an object; its names become the keys
 *   FLOAT, DOUBLE           a number              ROW     an object; a missing field is NULL, an unknown one is
 *   DECIMAL                 a number or its text          passed over
 *   TIMESTAMP, DATE, TIME   ISO text, or          JSON    any value, as its text
 *                           milliseconds          OBJECT  any value: Boolean, Integer, Long, Double, String,
 *   BINARY                  base64 text                   List, Map; a whole number beyond LONG and
 *                                                   any number beyond DOUBLE: BigDecimal
 *   STRING                  a text; all else as its JSON text
 * </pre>
 */
public final class JsonReader {
  /** How many arrays and objects may stand around a value. */
  public static final int DEPTH_MAX = 64;

  private static final int NUMBER_LENGTH_MAX = 1_000;

  /** So many digits of an exponent a BigDecimal can have. */
  private static final int EXPONENT_LENGTH_MAX = 9;

  private final String text;
  private int at;

  /** Text that is no JSON, or has no value of the wanted type; the message is a sentence part. */
  public static final class MisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    MisfitException(String message) {
      super(message, null, false, false);
    }
  }

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value that a text stands for.
   *
   * @return null for JSON null
   * @throws MisfitException if the text is no JSON, or its value is none of {@code type}
   */
  public static @Nullable Object read(String text, Type type) throws MisfitException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(type, 0);
    reader.end();
    return value;
  }

  /** The text itself if it is JSON, on one line and without blanks around it; null if it is not. */
  public static @Nullable String checked(String text) {
    try {
      JsonReader reader = new JsonReader(text);
      reader.skip(0);
      reader.end();
      return singleLine(text.strip());
    } catch (MisfitException notJson) {
      return null;
    }
  }

  /** A line break can only stand between the parts of JSON text, where a blank is as good. */
  private static String singleLine(String json) {
    return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
        ? json
        : json.replace('\n', ' ').replace('\r', ' ');
  }

  private void end() throws MisfitException {
    blanks();
    if (at < text.length()) {
      throw new MisfitException("something follows the value at character " + (at + 1));
    }
  }

  private @Nullable Object value(Type type, int depth) throws MisfitException {
    blanks();
    char first = peek();
    if (first == 'n') {
      word("null");
      return null;
    }
    if (type == Type.JSON || (type == Type.STRING && first != '"')) {
      int from = at;
      skip(depth);
      return singleLine(text.substring(from, at));
    }
    if (first == '[') {
      return list(type, nested(depth));
    }
    if (first == '{') {
      return object(type, nested(depth));
    }
    if (first == '"') {
      return ofText(string(), type);
    }
    if (first == 't' || first == 'f') {
      word(first == 't' ? "true" : "false");
      if (type != Type.BOOL && type != Type.OBJECT) {
        throw misfit(first == 't' ? "true" : "false", type);
      }
      return first == 't';
    }
    return ofNumber(number(), type);
  }

  private int nested(int depth) throws MisfitException {
    if (depth == DEPTH_MAX) {
      throw new MisfitException("it is nested more than " + DEPTH_MAX + " levels deep");
    }
    return depth + 1;
  }

  private List<@Nullable Object> list(Type type, int depth) throws MisfitException {
    if (!(type instanceof Type.Array) && type != Type.OBJECT) {
      throw misfit("an array", type);
    }
    Type element = type instanceof Type.Array array ? array.element() : Type.OBJECT;
    List<@Nullable Object> elements = new ArrayList<>();
    if (opens(']')) {
      do {
        elements.add(value(element, depth));
      } while (goesOn(']'));
    }
    return Collections.unmodifiableList(elements);
  }

  private Map<Object, @Nullable Object> object(Type type, int depth) throws MisfitException {
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    if (type instanceof Type.Row row) {
      row.fields().forEach(field -> entries.put(field.name(), null));
    } else if (!(type instanceof Type.Map) && type != Type.OBJECT) {
      throw misfit("an object", type);
    }
    if (opens('}')) {
      do {
        entry(name(), type, depth, entries);
      } while (goesOn('}'));
    }
    return Collections.unmodifiableMap(entries);
  }

  /** Goes behind the opening character, and behind the closing one if nothing is between them. */
  private boolean opens(char close) {
    at++;
    blanks();
    if (peek() != close) {
      return true;
    }
    at++;
    return false;
  }

  /** The name of a member; goes behind its colon. */
  private String name() throws MisfitException {
    blanks();
    if (peek() != '"') {
      throw expected("a name");
    }
    String name = string();
    blanks();
    if (peek() != ':') {
      throw expected("':'");
    }
    at++;
    return name;
  }

  private void entry(String name, Type type, int depth, Map<Object, @Nullable Object> entries)
      throws MisfitException {
    if (type instanceof Type.Row row) {
      for (Type.Field field : row.fields()) {
        if (field.name().equals(name)) {
          entries.put(name, value(field.type(), depth));
          return;
        }
      }
      skip(depth);
    } else if (type instanceof Type.Map map) {
      Object key = map.key() == Type.STRING ? name : ValueConversion.of(name, map.key());
      if (key == null) {
        throw misfit("the name '" + name + "'", map.key());
      }
      entries.put(key, value(map.value(), depth));
    } else {
      entries.put(name, value(Type.OBJECT, depth));
    }
  }

  /** Whether a comma follows, and not the closing character; goes behind either. */
  private boolean goesOn(char close) throws MisfitException {
    blanks();
    char next = peek();
    if (next != ',' && next != close) {
      throw expected("',' or '" + close + "'");
    }
    at++;
    return next == ',';
  }

  /** Goes behind any value, whether or not a type could take its numbers. */
  private void skip(int depth) throws MisfitException {
    blanks();
    char first = peek();
    switch (first) {
      case '[' -> {
        int inside = nested(depth);
        if (opens(']')) {
          do {
            skip(inside);
          } while (goesOn(']'));
        }
      }
      case '{' -> {
        int inside = nested(depth);
        if (opens('}')) {
          do {
            name();
            skip(inside);
          } while (goesOn('}'));
        }
      }
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private static @Nullable Object ofText(String value, Type type) throws MisfitException {
    if (type == Type.STRING || type == Type.OBJECT) {
      return value;
    }
    if (type == Type.FLOAT || type == Type.DOUBLE) {
      // JSON has no numbers for these, so that their names stand for them.
      boolean isSpecial =
          value.equals("NaN") || value.equals("Infinity") || value.equals("-Infinity");
      if (isSpecial) {
        return ValueConversion.of(value, type);
      }
    }
    boolean hasText =
        type instanceof Type.Decimal
            || type == Type.TIMESTAMP
            || type == Type.DATE
            || type == Type.TIME;
    Object read =
        type == Type.BINARY
            ? ByteString.ofBase64(value)
            : hasText ? ValueConversion.of(value, type) : null;
    if (read == null) {
      throw misfit("the text '" + brief(value) + "'", type);
    }
    return read;
  }

  private static Object ofNumber(String digits, Type type) throws MisfitException {
    Object value = null;
    if (type == Type.OBJECT) {
      value = anyNumber(digits);
    } else if (type.isNumeric() && !type.isInteger()) {
      value = ValueConversion.of(digits, type);
      boolean isFinite =
          (!(value instanceof Double d) || Double.isFinite(d))
              && (!(value instanceof Float f) || Float.isFinite(f));
      value = isFinite ? value : null;
    } else if (type != Type.BOOL && type instanceof Type.Scalar && type != Type.BINARY) {
      Long whole = whole(digits);
      value =
          whole == null
              ? null
              : type == Type.INT
                  ? (whole == whole.intValue() ? (Object) whole.intValue() : null)
                  : type == Type.DATE
                      ? (Object) Times.dateOf(whole)
                      : type == Type.TIME && Times.timeOf(whole) != whole ? null : (Object) whole;
    }
    if (value == null) {
      throw misfit("the number " + brief(digits), type);
    }
    return value;
  }

  /** The whole number that is written, perhaps with a fraction of zeros; null for any other. */
  private static @Nullable Long whole(String digits) {
    Long plain = Numbers.parseLong(digits);
    if (plain != null) {
      return plain;
    }
    Double value = Numbers.parseDouble(digits);
    return value != null && value == Math.rint(value) && Math.abs(value) < 0x1p53
        ? (Long) value.longValue()
        : null;
  }

  private static Object anyNumber(String digits) {
    Long whole = Numbers.parseLong(digits);
    if (whole != null) {
      return whole == whole.intValue() ? (Object) whole.intValue() : (Object) whole;
    }
    boolean isWhole = digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
    Object exact = isWhole ? Numbers.parseDecimal(digits, Type.Decimal.PRECISION_MAX, 0) : null;
    if (exact != null) {
      return exact;
    }
    double near = Double.parseDouble(digits);
    return Double.isInfinite(near) ? new BigDecimal(digits) : (Object) near;
  }

  private String number() throws MisfitException {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    boolean startsWithZero = peek() == '0';
    int wholeCount = digits();
    if (wholeCount == 0 || (startsWithZero && wholeCount > 1)) {
      at = from;
      throw expected("a value");
    }
    if (peek() == '.') {
      at++;
      if (digits() == 0) {
        throw expected("a digit");
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      int count = digits();
      if (count == 0) {
        throw expected("a digit");
      }
      if (count > EXPONENT_LENGTH_MAX) {
        throw new MisfitException(
            "it holds a number with an exponent of more than " + EXPONENT_LENGTH_MAX + " digits");
      }
    }
    if (at - from > NUMBER_LENGTH_MAX) {
      throw new MisfitException("it holds a number of more than " + NUMBER_LENGTH_MAX + " digits");
    }
    return text.substring(from, at);
  }

  private int digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at - from;
  }

  private String string() throws MisfitException {
    int from = ++at;
    StringBuilder unescaped = null;
    while (true) {
      if (at >= text.length()) {
        throw expected("a closing quote");
      }
      char c = text.charAt(at);
      if (c < ' ') {
        throw expected("no bare control character in a string");
      }
      at++;
      if (c == '"') {
        return unescaped == null ? text.substring(from, at - 1) : unescaped.toString();
      }
      if (c == '\\') {
        if (unescaped == null) {
          unescaped = new StringBuilder(text.substring(from, at - 1));
        }
        unescaped.append(escaped());
      } else if (unescaped != null) {
        unescaped.append(c);
      }
    }
  }

  private char escaped() throws MisfitException {
    char kind = peek();
    at++;
    switch (kind) {
      case '"', '\\', '/' -> {
        return kind;
      }
      case 'b' -> {
        return '\b';
      }
      case 'f' -> {
        return '\f';
      }
      case 'n' -> {
        return '\n';
      }
      case 'r' -> {
        return '\r';
      }
      case 't' -> {
        return '\t';
      }
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0 || peek() > 'f') {
            throw expected("four hexadecimal digits");
          }
          code = code << 4 | digit;
          at++;
        }
        return (char) code;
      }
      default -> {
        at--;
        throw expected("an escape such as \\n or \\u0041");
      }
    }
  }

  private void word(String word) throws MisfitException {
    if (!text.startsWith(word, at)) {
      throw expected("a value");
    }
    at += word.length();
  }

  private void blanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  /** The next character; NUL, which no JSON text has outside strings, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private MisfitException expected(String what) {
    return new MisfitException(
        at >= text.length()
            ? "the JSON text ends where " + what + " is expected"
            : "the JSON text needs " + what + " at character " + (at + 1));
  }

  private static MisfitException misfit(String found, Type type) {
    return new MisfitException(type.sqlName() + " cannot take " + found);
  }

  private static String brief(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }
}
