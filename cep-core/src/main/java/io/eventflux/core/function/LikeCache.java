package io.eventflux.core.function;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matchers of LIKE patterns that come from data: keeps those used last. Owned by one kernel;
 * pipeline thread only.
 */
public final class LikeCache implements CallMemory {
  private static final int PATTERN_COUNT_MAX = 64;

  private final Map<String, LikePattern> patterns =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LikePattern> eldest) {
          return size() > PATTERN_COUNT_MAX;
        }
      };

  /** An empty cache. */
  public LikeCache() {}

  /** {@code text LIKE pattern}. */
  public boolean matches(String text, String pattern) {
    LikePattern matcher = patterns.get(pattern);
    if (matcher == null) {
      matcher = LikePattern.of(pattern);
      patterns.put(pattern, matcher);
    }
    return matcher.matches(text);
  }

  /** {@code text LIKE pattern ESCAPE escape}; null, for SQL NULL, if the pattern is malformed. */
  public @Nullable Boolean matches(String text, String pattern, String escape) {
    // The length of the escape keeps ("a", "bc") and ("ab", "c") apart.
    String key = escape.length() + ":" + escape + pattern;
    LikePattern matcher = patterns.get(key);
    if (matcher == null) {
      matcher = LikePattern.of(pattern, escape);
      if (matcher == null) {
        return null;
      }
      patterns.put(key, matcher);
    }
    return matcher.matches(text);
  }
}
