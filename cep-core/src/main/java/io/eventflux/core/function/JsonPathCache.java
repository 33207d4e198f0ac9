package io.eventflux.core.function;

import org.jspecify.annotations.Nullable;

/**
 * The path that a call read last. A constant path is read once; after that it is found by identity.
 * Pipeline thread only.
 */
public final class JsonPathCache implements CallMemory {
  private @Nullable String lastText;
  private @Nullable JsonPath lastPath;

  /** An empty cache. */
  public JsonPathCache() {}

  /** The path that a text writes, or null if it is none. */
  public @Nullable JsonPath path(String text) {
    if (!text.equals(lastText)) {
      lastText = text;
      try {
        lastPath = JsonPath.parse(text);
      } catch (IllegalArgumentException malformed) {
        lastPath = null;
      }
    }
    return lastPath;
  }
}
