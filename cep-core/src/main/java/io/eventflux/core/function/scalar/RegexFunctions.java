package io.eventflux.core.function.scalar;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.RegexCache;
import io.eventflux.core.function.SimilarCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions of regular expressions (language 8.2, 8.3 and 8.6). They run in linear time and know no
 * back-references and no look-around. What is no regular expression, or has no such group, gives
 * NULL. Pure functions but for the cache of compiled expressions.
 */
public final class RegexFunctions {
  private RegexFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Regular expressions", RegexFunctions.class, false)
        .add(
            "regexp",
            "matchesWhole",
            List.of("str:regexp"),
            "Whether the whole text matches the regular expression.",
            "regexp('abc', 'a.c')",
            "TRUE",
            "regexp('abcd', 'a.c')",
            "FALSE",
            "str:regexp('', '')",
            "TRUE")
        .checking(1, RegexCache::problem)
        .add(
            "regexp_like",
            "search",
            List.of(),
            "Whether some part of the text matches the regular expression.",
            "regexp_like('abcd', 'b.')",
            "TRUE")
        .checking(1, RegexCache::problem)
        .add(
            "similar_to",
            "similar",
            List.of(),
            "Whether the whole text matches a pattern of SQL, as s SIMILAR TO pattern: % stands for any text and _ for any character, | * + ? ( ) [ ] and {m,n} as in regular expressions.",
            "'abc' SIMILAR TO '(abc|d)%'",
            "TRUE",
            "'a.c' SIMILAR TO 'a.c'",
            "TRUE",
            "'abc' NOT SIMILAR TO 'a.c'",
            "TRUE",
            "similar_to('x12', '[a-z][0-9]{2}')",
            "TRUE")
        .checking(1, SimilarCache::problem)
        .add(
            "regexp_replace",
            "replaceAll",
            List.of("str:replaceAll"),
            "Every match of the regular expression replaced; $1 in the replacement stands for the first group.",
            "regexp_replace('a1b22', '[0-9]+', '#')",
            "'a#b#'",
            "str:replaceAll('john smith', '([a-z]+) ([a-z]+)', '$2 $1')",
            "'smith john'",
            "regexp_replace('abc', 'b', '$7')",
            "NULL")
        .checking(1, RegexCache::problem)
        .add(
            "str:replaceFirst",
            "replaceFirst",
            List.of(),
            "The first match of the regular expression replaced; $1 in the replacement stands for the first group.",
            "str:replaceFirst('a1b22', '[0-9]+', '#')",
            "'a#b22'")
        .checking(1, RegexCache::problem)
        .add(
            "regexp_extract",
            "extract",
            List.of(),
            "The first match of the regular expression, or the text of one of its groups; NULL if there is none.",
            "regexp_extract('id=42;', '[0-9]+')",
            "'42'",
            "regexp_extract('id=42;', 'id=([0-9]+)', 1)",
            "'42'",
            "regexp_extract('id=42;', 'x')",
            "NULL",
            "regexp_extract('a', 'a', 1)",
            "NULL")
        .checking(1, RegexCache::problem)
        .add(
            "regex:find",
            "find",
            List.of(),
            "Whether the regular expression, the first argument, matches a part of the text, from a position on that counts from 0.",
            "regex:find('b.', 'abcd')",
            "TRUE",
            "regex:find('a', 'abc', 1)",
            "FALSE",
            "regex:find('a', 'abc', -1)",
            "NULL")
        .checking(0, RegexCache::problem)
        .add(
            "regex:matches",
            "regexMatches",
            List.of(),
            "Whether the regular expression, the first argument, matches the whole text.",
            "regex:matches('a.c', 'abc')",
            "TRUE",
            "regex:matches('a.c', 'abcd')",
            "FALSE")
        .checking(0, RegexCache::problem)
        .add(
            "regex:lookingAt",
            "lookingAt",
            List.of(),
            "Whether the regular expression, the first argument, matches at the start of the text.",
            "regex:lookingAt('a.c', 'abcd')",
            "TRUE",
            "regex:lookingAt('b', 'abcd')",
            "FALSE")
        .checking(0, RegexCache::problem)
        .add(
            "regex:group",
            "group",
            List.of(),
            "The text of a group of the first match; NULL if there is no match or no such group.",
            "regex:group('([a-z]+)=([0-9]+)', 'id=42', 2)",
            "'42'",
            "regex:group('a', 'b', 0)",
            "NULL",
            "regex:group('a', 'a', 3)",
            "NULL")
        .checking(0, RegexCache::problem)
        .add(
            "str:substr",
            "substr",
            List.of(),
            "The part of a text from a position on that counts from 0, of at most the given length; or the first match of a regular expression or of one of its groups, NULL if there is none. A negative position or length gives NULL, beyond the end the part is empty.",
            "str:substr('stream', 2)",
            "'ream'",
            "str:substr('stream', 2, 2)",
            "'re'",
            "str:substr('id=42', '[0-9]+')",
            "'42'",
            "str:substr('id=42', '([a-z]+)=', 1)",
            "'id'",
            "str:substr('abc', -1)",
            "NULL")
        .checking(1, RegexCache::problem)
        .functions();
  }

  /** {@code regexp(s, regex)}. */
  public static @Nullable Boolean matchesWhole(RegexCache cache, String text, String regex) {
    Pattern pattern = cache.pattern(regex);
    return pattern == null ? null : Boolean.valueOf(pattern.matcher(text).matches());
  }

  /** {@code regexp_like(s, regex)}. */
  public static @Nullable Boolean search(RegexCache cache, String text, String regex) {
    Pattern pattern = cache.pattern(regex);
    return pattern == null ? null : Boolean.valueOf(pattern.matcher(text).find());
  }

  /** {@code s SIMILAR TO pattern}. */
  public static @Nullable Boolean similar(SimilarCache cache, String text, String sqlPattern) {
    Pattern pattern = cache.pattern(sqlPattern);
    return pattern == null ? null : Boolean.valueOf(pattern.matcher(text).matches());
  }

  /** {@code regexp_replace(s, regex, to)}; NULL if {@code to} names a group that there is not. */
  public static @Nullable String replaceAll(
      RegexCache cache, String text, String regex, String to) {
    Pattern pattern = cache.pattern(regex);
    if (pattern == null) {
      return null;
    }
    try {
      return pattern.matcher(text).replaceAll(to);
    } catch (IndexOutOfBoundsException | IllegalArgumentException badReplacement) {
      return null;
    }
  }

  /** {@code str:replaceFirst(s, regex, to)}; as {@link #replaceAll}. */
  public static @Nullable String replaceFirst(
      RegexCache cache, String text, String regex, String to) {
    Pattern pattern = cache.pattern(regex);
    if (pattern == null) {
      return null;
    }
    try {
      return pattern.matcher(text).replaceFirst(to);
    } catch (IndexOutOfBoundsException | IllegalArgumentException badReplacement) {
      return null;
    }
  }

  /** {@code regexp_extract(s, regex)}. */
  public static @Nullable String extract(RegexCache cache, String text, String regex) {
    return group(cache, regex, text, 0);
  }

  /** {@code regexp_extract(s, regex, group)}. */
  public static @Nullable String extract(RegexCache cache, String text, String regex, int group) {
    return group(cache, regex, text, group);
  }

  /** {@code regex:find(regex, s)}. */
  public static @Nullable Boolean find(RegexCache cache, String regex, String text) {
    return search(cache, text, regex);
  }

  /** {@code regex:find(regex, s, start)}; NULL for a start outside the text. */
  public static @Nullable Boolean find(RegexCache cache, String regex, String text, int start) {
    Pattern pattern = cache.pattern(regex);
    if (pattern == null || start < 0 || start > StringFunctions.length(text)) {
      return null;
    }
    return pattern.matcher(text).find(text.offsetByCodePoints(0, start));
  }

  /** {@code regex:matches(regex, s)}. */
  public static @Nullable Boolean regexMatches(RegexCache cache, String regex, String text) {
    return matchesWhole(cache, text, regex);
  }

  /** {@code regex:lookingAt(regex, s)}. */
  public static @Nullable Boolean lookingAt(RegexCache cache, String regex, String text) {
    Pattern pattern = cache.pattern(regex);
    return pattern == null ? null : Boolean.valueOf(pattern.matcher(text).lookingAt());
  }

  /** {@code regex:group(regex, s, n)}. */
  public static @Nullable String group(RegexCache cache, String regex, String text, int group) {
    Pattern pattern = cache.pattern(regex);
    if (pattern == null || group < 0 || group > pattern.groupCount()) {
      return null;
    }
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(group) : null;
  }

  /** {@code str:substr(s, begin)}. */
  public static @Nullable String substr(RegexCache cache, String text, int begin) {
    return begin < 0 ? null : text.substring(StringFunctions.forward(text, 0, begin));
  }

  /** {@code str:substr(s, begin, length)}. */
  public static @Nullable String substr(RegexCache cache, String text, int begin, int length) {
    if (begin < 0 || length < 0) {
      return null;
    }
    int from = StringFunctions.forward(text, 0, begin);
    return text.substring(from, StringFunctions.forward(text, from, length));
  }

  /** {@code str:substr(s, regex)}. */
  public static @Nullable String substr(RegexCache cache, String text, String regex) {
    return group(cache, regex, text, 0);
  }

  /** {@code str:substr(s, regex, group)}. */
  public static @Nullable String substr(RegexCache cache, String text, String regex, int group) {
    return group(cache, regex, text, group);
  }
}
