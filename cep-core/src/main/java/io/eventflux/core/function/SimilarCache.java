package io.eventflux.core.function;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compiled patterns of SIMILAR TO of one call. In a pattern {@code %} is any run and {@code _} any
 * character, as in LIKE; {@code | * + ? ( ) [ ]} and {@code {m,n}} mean what they do in regular
 * expressions; all others stand for themselves, also {@code . ^ $} and the backslash. Pipeline
 * thread only.
 */
public final class SimilarCache implements CallMemory {
  private final RegexCache regexes = new RegexCache();
  private @Nullable String lastPattern;
  private @Nullable Pattern lastCompiled;

  /** An empty cache. */
  public SimilarCache() {}

  /** The compiled pattern, or null if {@code pattern} is none. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  public @Nullable Pattern pattern(String pattern) {
    if (pattern != lastPattern) {
      lastCompiled = regexes.pattern(regex(pattern));
      lastPattern = pattern;
    }
    return lastCompiled;
  }

  /** A sentence about what is wrong with a pattern, or null if it can be used. */
  public static @Nullable String problem(Object pattern) {
    return pattern instanceof String text && RegexCache.problem(regex(text)) != null
        ? "'" + text + "' is no pattern of SIMILAR TO: brackets and repetitions must fit together"
        : null;
  }

  /** The regular expression of the same meaning. */
  private static String regex(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    boolean isInBrackets = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean isClass = c == '[' && i + 1 < pattern.length() && pattern.charAt(i + 1) == ':';
      if (isInBrackets && isClass && pattern.indexOf(":]", i) > 0) {
        // A class such as [:alpha:] ends with a bracket of its own.
        int end = pattern.indexOf(":]", i) + 2;
        regex.append(pattern, i, end);
        i = end - 1;
      } else if (isInBrackets) {
        isInBrackets = c != ']';
        regex.append(c == '\\' || c == '[' ? "\\" + c : String.valueOf(c));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        isInBrackets = c == '[';
        regex.append(".^$\\".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      }
    }
    return regex.toString();
  }
}
