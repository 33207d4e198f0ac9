package io.eventflux.core.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code x LIKE p [ESCAPE c]}: {@code %} is any run of characters, {@code _} one character (code
 * point), the escape character takes the meaning from the character behind it. A pattern that ends
 * with its escape character, or an escape that is not one character, gives NULL.
 */
final class LikePattern {
  /** Stands for {@code %} and {@code _} among the code points of a pattern. */
  private static final int ANY_RUN = -1;

  private static final int ANY_ONE = -2;

  private LikePattern() {}

  static @Nullable Boolean matches(String text, String pattern, @Nullable String escape) {
    int escapeCharacter = -1;
    if (escape != null) {
      if (escape.codePointCount(0, escape.length()) != 1) {
        return null;
      }
      escapeCharacter = escape.codePointAt(0);
    }
    List<Integer> symbols = new ArrayList<>();
    int[] characters = pattern.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      if (characters[i] == escapeCharacter) {
        if (++i == characters.length) {
          return null;
        }
        symbols.add(characters[i]);
      } else if (characters[i] == '%') {
        symbols.add(ANY_RUN);
      } else if (characters[i] == '_') {
        symbols.add(ANY_ONE);
      } else {
        symbols.add(characters[i]);
      }
    }
    return matches(text.codePoints().toArray(), symbols);
  }

  /** {@code reached[i]}: the symbols so far match the first {@code i} characters. */
  private static boolean matches(int[] text, List<Integer> symbols) {
    boolean[] reached = new boolean[text.length + 1];
    reached[0] = true;
    for (int symbol : symbols) {
      boolean[] next = new boolean[text.length + 1];
      for (int i = 0; i <= text.length; i++) {
        if (symbol == ANY_RUN) {
          next[i] = reached[i] || (i > 0 && next[i - 1]);
        } else if (i > 0) {
          next[i] = reached[i - 1] && (symbol == ANY_ONE || symbol == text[i - 1]);
        }
      }
      reached = next;
    }
    return reached[text.length];
  }
}
