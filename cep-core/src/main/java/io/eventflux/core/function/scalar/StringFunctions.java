package io.eventflux.core.function.scalar;

import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Functions of strings (language 8.2). Positions count from 1, lengths and positions are code
 * points. Pure functions.
 */
public final class StringFunctions {
  private StringFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Texts", StringFunctions.class, false)
        .add(
            "length",
            "length",
            List.of("char_length", "character_length", "str:length"),
            "Number of characters, counted as Unicode code points.",
            "length('abc')",
            "3",
            "length('')",
            "0")
        .add("upper", "upper", List.of("str:upper"), "In upper case.", "upper('ab')", "'AB'")
        .add("lower", "lower", List.of("str:lower"), "In lower case.", "lower('AB')", "'ab'")
        .add(
            "trim",
            "trim",
            List.of("str:trim"),
            "Without white space at both ends, or without the characters of the second argument.",
            "trim('  ab ')",
            "'ab'",
            "trim('xyabx', 'xy')",
            "'ab'",
            "TRIM(BOTH FROM ' ab ')",
            "'ab'",
            "TRIM('x' FROM 'xabx')",
            "'ab'")
        .add(
            "ltrim",
            "trimStart",
            List.of(),
            "Without white space at the start, or without the characters of the second argument.",
            "ltrim('  ab ')",
            "'ab '",
            "TRIM(LEADING 'x' FROM 'xxabx')",
            "'abx'")
        .add(
            "rtrim",
            "trimEnd",
            List.of(),
            "Without white space at the end, or without the characters of the second argument.",
            "rtrim(' ab  ')",
            "' ab'",
            "TRIM(TRAILING FROM ' ab ')",
            "' ab'")
        .add(
            "substring",
            "substring",
            List.of("substr"),
            "The part from a position on, of at most the given length. The first character has"
                + " position 1, 0 counts as 1, negative positions count from the end. Beyond the"
                + " end it is empty; a negative length gives NULL.",
            "substring('stream', 3)",
            "'ream'",
            "substring('stream', -3, 2)",
            "'ea'",
            "substring('ab', 5)",
            "''",
            "SUBSTRING('stream' FROM 2 FOR 3)",
            "'tre'",
            "SUBSTRING('stream' FROM 4)",
            "'eam'")
        .add(
            "left",
            "left",
            List.of(),
            "The first n characters; empty for a negative n.",
            "left('stream', 3)",
            "'str'")
        .add(
            "right",
            "right",
            List.of(),
            "The last n characters; empty for a negative n.",
            "right('stream', 3)",
            "'eam'")
        .add(
            "concat",
            "concat",
            List.of("str:concat"),
            "The texts of all arguments in a row; NULL arguments are skipped.",
            "concat('a', NULL, 1.5)",
            "'a1.5'")
        .withAnyAsText()
        .add(
            "concat_ws",
            "concatWithSeparator",
            List.of(),
            "The texts of all arguments behind the first, with the first between them; NULL"
                + " arguments are skipped, a NULL separator gives NULL.",
            "concat_ws('-', 'a', NULL, DATE '2025-03-01')",
            "'a-2025-03-01'")
        .withAnyAsText()
        .add(
            "replace",
            "replace",
            List.of(),
            "All occurrences of the second argument replaced by the third; nothing is replaced if"
                + " the second is empty.",
            "replace('banana', 'an', 'o')",
            "'booa'")
        .add(
            "reverse",
            "reverse",
            List.of("str:reverse"),
            "Last character first.",
            "reverse('abc')",
            "'cba'")
        .add(
            "starts_with",
            "startsWith",
            List.of(),
            "Whether the text starts with the second argument.",
            "starts_with('stream', 'str')",
            "TRUE")
        .add(
            "ends_with",
            "endsWith",
            List.of(),
            "Whether the text ends with the second argument.",
            "ends_with('stream', 'str')",
            "FALSE")
        .add(
            "contains",
            "contains",
            List.of("str:contains"),
            "Whether the second argument occurs in the text.",
            "contains('stream', 'rea')",
            "TRUE")
        .functions();
  }

  /** {@code length(s)}. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** {@code upper(s)}, root locale. */
  public static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** {@code lower(s)}, root locale. */
  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** {@code trim(s)}. */
  public static String trim(String text) {
    return text.strip();
  }

  /** {@code trim(s, characters)}. */
  public static String trim(String text, String characters) {
    return trimEnd(trimStart(text, characters), characters);
  }

  /** {@code ltrim(s)}. */
  public static String trimStart(String text) {
    return text.stripLeading();
  }

  /** {@code ltrim(s, characters)}. */
  public static String trimStart(String text, String characters) {
    int start = 0;
    while (start < text.length() && characters.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }

  /** {@code rtrim(s)}. */
  public static String trimEnd(String text) {
    return text.stripTrailing();
  }

  /** {@code rtrim(s, characters)}. */
  public static String trimEnd(String text, String characters) {
    int end = text.length();
    while (end > 0 && characters.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  /** {@code substring(s, start)}. */
  public static String substring(String text, int start) {
    return text.substring(startIndex(text, start));
  }

  /** {@code substring(s, start, length)}. */
  public static @Nullable String substring(String text, int start, int length) {
    if (length < 0) {
      return null;
    }
    int from = startIndex(text, start);
    return text.substring(from, forward(text, from, length));
  }

  /** The index of the character at position {@code start}; a negative one behind the front is 1. */
  private static int startIndex(String text, int start) {
    if (start >= 0) {
      return forward(text, 0, Math.max(0, start - 1));
    }
    return backward(text, start == Integer.MIN_VALUE ? Integer.MAX_VALUE : -start);
  }

  /** The index {@code count} characters behind {@code from}, or the end. */
  static int forward(String text, int from, int count) {
    if (count >= text.length() - from) {
      return text.length();
    }
    int index = from;
    for (int i = 0; i < count && index < text.length(); i++) {
      index += Character.charCount(text.codePointAt(index));
    }
    return index;
  }

  /** The index {@code count} characters before the end, or the start. */
  private static int backward(String text, int count) {
    int index = text.length();
    for (int i = 0; i < count && index > 0; i++) {
      index -= Character.charCount(text.codePointBefore(index));
    }
    return index;
  }

  /** {@code left(s, n)}. */
  public static String left(String text, int count) {
    return text.substring(0, forward(text, 0, Math.max(0, count)));
  }

  /** {@code right(s, n)}. */
  public static String right(String text, int count) {
    return text.substring(backward(text, Math.max(0, count)));
  }

  /** {@code concat(any, ...)}; arguments already are texts. */
  public static String concat(@Nullable String... texts) {
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      if (text != null) {
        all.append(text);
      }
    }
    return all.toString();
  }

  /** {@code concat_ws(separator, any, ...)}; arguments already are texts. */
  public static @Nullable String concatWithSeparator(
      @Nullable String separator, @Nullable String... texts) {
    if (separator == null) {
      return null;
    }
    StringBuilder all = new StringBuilder();
    boolean isFirst = true;
    for (String text : texts) {
      if (text != null) {
        all.append(isFirst ? "" : separator).append(text);
        isFirst = false;
      }
    }
    return all.toString();
  }

  /** {@code replace(s, from, to)}. */
  public static String replace(String text, String from, String to) {
    return from.isEmpty() ? text : text.replace(from, to);
  }

  /** {@code reverse(s)}. */
  public static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** {@code starts_with(s, prefix)}. */
  public static boolean startsWith(String text, String prefix) {
    return text.startsWith(prefix);
  }

  /** {@code ends_with(s, suffix)}. */
  public static boolean endsWith(String text, String suffix) {
    return text.endsWith(suffix);
  }

  /** {@code contains(s, part)}. */
  public static boolean contains(String text, String part) {
    return text.contains(part);
  }
}
