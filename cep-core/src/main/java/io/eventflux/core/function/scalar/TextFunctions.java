package io.eventflux.core.function.scalar;

import io.eventflux.core.column.ValueOrder;
import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.LikeCache;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * More functions of strings (language 8.2 and 8.3). Positions and lengths are code points; they
 * count from 1, in namespace {@code str} from 0. Results that would be longer than ten million
 * characters are NULL. Pure functions.
 */
public final class TextFunctions {
  private TextFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Texts", TextFunctions.class, false)
        .add(
            "initcap",
            "initcap",
            List.of(),
            "The first letter of each word in upper case, the others in lower case; words are runs of letters and digits.",
            "initcap('hello wORLD')",
            "'Hello World'",
            "initcap('')",
            "''")
        .add(
            "lpad",
            "lpad",
            List.of(),
            "Filled at the start to n characters, with blanks or with the third argument; longer texts are cut to n.",
            "lpad('7', 3, '0')",
            "'007'",
            "lpad('abcd', 2)",
            "'ab'",
            "lpad('a', 3)",
            "'  a'",
            "lpad('a', 3, '')",
            "'a'")
        .add(
            "rpad",
            "rpad",
            List.of(),
            "Filled at the end to n characters, with blanks or with the third argument; longer texts are cut to n.",
            "rpad('7', 4, 'xy')",
            "'7xyx'",
            "rpad('abcd', -1)",
            "''")
        .add(
            "repeat",
            "repeat",
            List.of("str:repeat"),
            "The text n times in a row; empty if n is not positive.",
            "repeat('ab', 3)",
            "'ababab'",
            "str:repeat('ab', -1)",
            "''",
            "repeat('ab', 2147483647)",
            "NULL")
        .add("space", "space", List.of(), "n blanks.", "space(2)", "'  '", "space(-1)", "''")
        .add(
            "position",
            "position",
            List.of(),
            "Where the first argument occurs first in the second, from 1; 0 if it does not, 1 if it is empty.",
            "position('rea', 'stream')",
            "3",
            "position('x', 'stream')",
            "0",
            "position('', 'stream')",
            "1",
            "POSITION('rea' IN 'stream')",
            "3")
        .add(
            "locate",
            "locate",
            List.of(),
            "Where the first argument occurs first in the second, from a position on; 0 if it does not.",
            "locate('a', 'banana')",
            "2",
            "locate('a', 'banana', 3)",
            "4",
            "locate('a', 'banana', 9)",
            "0")
        .add(
            "instr",
            "instr",
            List.of("strpos"),
            "Where the second argument occurs first in the first, from 1; 0 if it does not.",
            "instr('stream', 'rea')",
            "3",
            "strpos('stream', 'x')",
            "0")
        .add(
            "like",
            "like",
            List.of(),
            "Whether the text matches a pattern of LIKE.",
            "like('stream', 's%m')",
            "TRUE",
            "like('stream', 's_m')",
            "FALSE")
        .add(
            "ascii",
            "ascii",
            List.of(),
            "The code point of the first character; NULL for an empty text.",
            "ascii('A')",
            "65",
            "ascii('')",
            "NULL")
        .add(
            "chr",
            "chr",
            List.of("char"),
            "The character of a code point; NULL if there is none.",
            "chr(65)",
            "'A'",
            "chr(-1)",
            "NULL",
            "chr(55296)",
            "NULL")
        .add(
            "split_part",
            "splitPart",
            List.of(),
            "Part n, from 1, of a text that is cut at a separator; empty if there is no such part. An empty separator does not cut.",
            "split_part('a,b,c', ',', 2)",
            "'b'",
            "split_part('a,b', ',', 3)",
            "''",
            "split_part('a,b', ',', 0)",
            "''")
        .add(
            "md5",
            "md5",
            List.of(),
            "The MD5 digest of the UTF-8 bytes, as hexadecimal digits.",
            "md5('')",
            "'d41d8cd98f00b204e9800998ecf8427e'")
        .add(
            "sha256",
            "sha256",
            List.of(),
            "The SHA-256 digest of the UTF-8 bytes, as hexadecimal digits.",
            "sha256('abc')",
            "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'")
        .add(
            "str:charAt",
            "charAt",
            List.of(),
            "The character at a position, from 0; NULL if there is none.",
            "str:charAt('abc', 1)",
            "'b'",
            "str:charAt('abc', 3)",
            "NULL",
            "str:charAt('abc', -1)",
            "NULL")
        .add(
            "str:charFrequency",
            "charFrequency",
            List.of(),
            "How often the second argument occurs, without overlaps; an empty one never.",
            "str:charFrequency('banana', 'an')",
            "2L",
            "str:charFrequency('a', '')",
            "0L")
        .add(
            "str:equalsIgnoreCase",
            "equalsIgnoreCase",
            List.of(),
            "Whether two texts differ at most in upper and lower case.",
            "str:equalsIgnoreCase('Abc', 'aBC')",
            "TRUE")
        .add(
            "str:hex",
            "hex",
            List.of(),
            "Two hexadecimal digits for each UTF-8 byte.",
            "str:hex('Az')",
            "'417a'",
            "str:hex('')",
            "''")
        .add(
            "str:unhex",
            "unhex",
            List.of(),
            "The text of UTF-8 bytes written in hexadecimal digits; NULL if it is none.",
            "str:unhex('417A')",
            "'Az'",
            "str:unhex('4')",
            "NULL",
            "str:unhex('ff')",
            "NULL")
        .add(
            "str:locate",
            "locateFromZero",
            List.of(),
            "Where the first argument occurs first in the second, from 0, searched from a position on; -1 if it does not. A negative position counts as 0.",
            "str:locate('rea', 'stream')",
            "2",
            "str:locate('a', 'banana', 2)",
            "3",
            "str:locate('x', 'banana')",
            "-1")
        .add(
            "str:split",
            "split",
            List.of(),
            "Part i, from 0, of a text that is cut at a separator, which is no regular expression; NULL if there is no such part.",
            "str:split('a.b.c', '.', 1)",
            "'b'",
            "str:split('a', ',', 1)",
            "NULL",
            "str:split('a', ',', -1)",
            "NULL")
        .add(
            "str:strcmp",
            "strcmp",
            List.of(),
            "-1, 0 or 1, as the first text comes before the second, is equal or comes after it.",
            "str:strcmp('a', 'b')",
            "-1",
            "str:strcmp('b', 'b')",
            "0",
            "str:strcmp('b', 'a')",
            "1")
        .add(
            "str:fillTemplate",
            "fillTemplate",
            List.of(),
            "The text with {{1}}, {{2}} and so on replaced by the arguments behind it, or with {{key}} by the values of a map; other words in braces stay.",
            "str:fillTemplate('{{1}} costs {{2}}', 'tea', 2.5)",
            "'tea costs 2.5'",
            "str:fillTemplate('{{2}} {{3}} {{x}}', 1, TRUE)",
            "'true {{3}} {{x}}'",
            "str:fillTemplate('{{what}} costs {{1}}', map:create('what', 'tea'))",
            "'tea costs {{1}}'",
            "str:fillTemplate('on {{1}}', DATE '2025-03-01')",
            "'on 2025-03-01'",
            "str:fillTemplate('{{1}}', CAST(NULL AS INT))",
            "NULL")
        .withAnyAsText()
        .withOverloads("fillFromMap")
        .functions();
  }

  private static final int LENGTH_MAX = 10_000_000;

  /** {@code initcap(s)}, root locale. */
  public static String initcap(String text) {
    StringBuilder all = new StringBuilder(text.length());
    boolean isInside = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      all.appendCodePoint(isInside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      isInside = Character.isLetterOrDigit(c);
    }
    return all.toString();
  }

  /** {@code lpad(s, n)}. */
  public static @Nullable String lpad(String text, int length) {
    return lpad(text, length, " ");
  }

  /** {@code lpad(s, n, pad)}. */
  public static @Nullable String lpad(String text, int length, String pad) {
    String filler = filler(text, length, pad);
    return filler == null ? null : filler + StringFunctions.left(text, length);
  }

  /** {@code rpad(s, n)}. */
  public static @Nullable String rpad(String text, int length) {
    return rpad(text, length, " ");
  }

  /** {@code rpad(s, n, pad)}. */
  public static @Nullable String rpad(String text, int length, String pad) {
    String filler = filler(text, length, pad);
    return filler == null ? null : StringFunctions.left(text, length) + filler;
  }

  private static @Nullable String filler(String text, int length, String pad) {
    int missing = length - StringFunctions.length(text);
    if (length > LENGTH_MAX) {
      return null;
    }
    if (length < 0 || missing <= 0 || pad.isEmpty()) {
      return "";
    }
    int times = missing / StringFunctions.length(pad) + 1;
    return StringFunctions.left(pad.repeat(times), missing);
  }

  /** {@code repeat(s, n)}. */
  public static @Nullable String repeat(String text, int count) {
    return (long) text.length() * count > LENGTH_MAX ? null : text.repeat(Math.max(0, count));
  }

  /** {@code space(n)}. */
  public static @Nullable String space(int count) {
    return repeat(" ", count);
  }

  /** {@code position(part, s)}. */
  public static int position(String part, String text) {
    return locateFromZero(part, text) + 1;
  }

  /** {@code locate(part, s)}. */
  public static int locate(String part, String text) {
    return locateFromZero(part, text) + 1;
  }

  /** {@code locate(part, s, from)}; a position before the text counts as 1. */
  public static int locate(String part, String text, int from) {
    return locateFromZero(part, text, Math.max(1, from) - 1) + 1;
  }

  /** {@code instr(s, part)}. */
  public static int instr(String text, String part) {
    return locateFromZero(part, text) + 1;
  }

  /** {@code str:locate(part, s)}. */
  public static int locateFromZero(String part, String text) {
    return locateFromZero(part, text, 0);
  }

  /** {@code str:locate(part, s, start)}. */
  public static int locateFromZero(String part, String text, int start) {
    if (start > StringFunctions.length(text)) {
      return -1;
    }
    int found = text.indexOf(part, StringFunctions.forward(text, 0, Math.max(0, start)));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  /** {@code like(s, pattern)}. */
  public static boolean like(LikeCache cache, String text, String pattern) {
    return cache.matches(text, pattern);
  }

  /** {@code ascii(s)}. */
  public static @Nullable Integer ascii(String text) {
    return text.isEmpty() ? null : Integer.valueOf(text.codePointAt(0));
  }

  /** {@code chr(n)}; half of a surrogate pair is no character. */
  public static @Nullable String chr(int codePoint) {
    boolean isHalf = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return isHalf || !Character.isValidCodePoint(codePoint) ? null : Character.toString(codePoint);
  }

  /** {@code split_part(s, separator, n)}. */
  public static String splitPart(String text, String separator, int number) {
    String part = number < 1 ? null : split(text, separator, number - 1);
    return part == null ? "" : part;
  }

  /** {@code str:split(s, separator, i)}. */
  public static @Nullable String split(String text, String separator, int index) {
    if (index < 0 || (separator.isEmpty() && index > 0)) {
      return null;
    }
    if (separator.isEmpty()) {
      return text;
    }
    int start = 0;
    for (int i = 0; i < index; i++) {
      int end = text.indexOf(separator, start);
      if (end < 0) {
        return null;
      }
      start = end + separator.length();
    }
    int end = text.indexOf(separator, start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  /** {@code md5(s)}. */
  public static String md5(String text) {
    return digest("MD5", text);
  }

  /** {@code sha256(s)}. */
  public static String sha256(String text) {
    return digest("SHA-256", text);
  }

  private static String digest(String algorithm, String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + algorithm, e);
    }
  }

  /** {@code str:charAt(s, i)}. */
  public static @Nullable String charAt(String text, int index) {
    return index < 0 || index >= StringFunctions.length(text)
        ? null
        : Character.toString(text.codePointAt(text.offsetByCodePoints(0, index)));
  }

  /** {@code str:charFrequency(s, part)}. */
  public static long charFrequency(String text, String part) {
    long count = 0;
    int at = part.isEmpty() ? -1 : text.indexOf(part);
    while (at >= 0) {
      count++;
      at = text.indexOf(part, at + part.length());
    }
    return count;
  }

  /** {@code str:equalsIgnoreCase(a, b)}. */
  public static boolean equalsIgnoreCase(String a, String b) {
    return a.equalsIgnoreCase(b);
  }

  /** {@code str:hex(s)}. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code str:unhex(s)}. */
  public static @Nullable String unhex(String digits) {
    try {
      byte[] bytes = HexFormat.of().parseHex(digits);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException noText) {
      return null;
    }
  }

  /** {@code str:strcmp(a, b)}, in the order of code points. */
  public static int strcmp(String a, String b) {
    return Integer.signum(ValueOrder.compareText(a, b));
  }

  /** {@code str:fillTemplate(template, v1, ...)}. */
  public static String fillTemplate(String template, String... values) {
    return filled(
        template,
        word -> {
          int number = number(word);
          return number >= 1 && number <= values.length ? values[number - 1] : null;
        });
  }

  /** {@code str:fillTemplate(template, map)}; another value is the only one of a list. */
  public static String fillFromMap(String template, Object map) {
    if (!(map instanceof Map<?, ?> entries)) {
      return fillTemplate(template, ValueConversion.text(map, Type.OBJECT));
    }
    return filled(
        template,
        word -> {
          Object value = entries.get(word);
          return value == null ? null : ValueConversion.text(value, Type.OBJECT);
        });
  }

  private static String filled(String template, Function<String, @Nullable String> values) {
    StringBuilder filled = new StringBuilder(template.length() + 16);
    int from = 0;
    int open;
    while ((open = template.indexOf("{{", from)) >= 0) {
      int close = template.indexOf("}}", open);
      if (close < 0) {
        break;
      }
      String value = values.apply(template.substring(open + 2, close));
      filled.append(template, from, open);
      if (value != null) {
        filled.append(value);
        from = close + 2;
      } else {
        // The next pair of braces may begin inside this one.
        filled.append("{{");
        from = open + 2;
      }
    }
    return filled.append(template, from, template.length()).toString();
  }

  /** The number that a text of at most four digits writes; 0 if it is none. */
  private static int number(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return 0;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return 0;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }
}
