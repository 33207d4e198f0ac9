package io.eventflux.core.function;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiled regular expressions of one call: keeps those used last. A constant expression is
 * compiled once; after that it is found by identity. Matching is linear in the text. Pipeline
 * thread only.
 */
public final class RegexCache implements CallMemory {
  private static final int PATTERN_COUNT_MAX = 64;
  private static final int REGEX_LENGTH_MAX = 10_000;

  private final Map<String, Optional<Pattern>> patterns =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Pattern>> eldest) {
          return size() > PATTERN_COUNT_MAX;
        }
      };

  private @Nullable String lastRegex;
  private @Nullable Pattern lastPattern;

  /** An empty cache. */
  public RegexCache() {}

  /** The compiled expression, or null if {@code regex} is none. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  public @Nullable Pattern pattern(String regex) {
    if (regex != lastRegex) {
      lastPattern = patterns.computeIfAbsent(regex, RegexCache::compiled).orElse(null);
      lastRegex = regex;
    }
    return lastPattern;
  }

  private static Optional<Pattern> compiled(String regex) {
    if (regex.length() > REGEX_LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(regex));
    } catch (PatternSyntaxException bad) {
      return Optional.empty();
    }
  }

  /** A sentence about what is wrong with a regular expression, or null if it can be used. */
  public static @Nullable String problem(Object regex) {
    if (!(regex instanceof String text)) {
      return null;
    }
    if (text.length() > REGEX_LENGTH_MAX) {
      return "the regular expression is longer than " + REGEX_LENGTH_MAX + " characters";
    }
    try {
      Pattern.compile(text);
      return null;
    } catch (PatternSyntaxException bad) {
      String piece = bad.getPattern();
      if (isLookAround(piece)) {
        return "regular expressions have no look-around such as '(?=', because matching takes"
            + " linear time";
      }
      if (piece.matches("\\\\[1-9k].*")) {
        return "regular expressions have no back-references such as '\\1', because matching takes"
            + " linear time";
      }
      return "'"
          + text
          + "' is no regular expression: "
          + bad.getDescription()
          + (piece.isEmpty() || piece.equals(text) ? "" : " at '" + piece + "'");
    }
  }

  private static boolean isLookAround(String piece) {
    return piece.startsWith("(?=")
        || piece.startsWith("(?!")
        || piece.startsWith("(?<=")
        || piece.startsWith("(?<!");
  }
}
