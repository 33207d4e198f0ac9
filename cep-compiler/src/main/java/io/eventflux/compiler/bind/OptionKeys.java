package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Option;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the keys of options are written, and what they mean. Pure functions. */
final class OptionKeys {
  private OptionKeys() {}

  /** The key as written; a value without a key has {@code value}. */
  static String key(Option option) {
    return option.key() == null ? "value" : option.key().text();
  }

  /** The key under which a value is kept, or null if the keys differ. */
  static @Nullable String matches(String key, String known) {
    String folded = key.toLowerCase(Locale.ROOT);
    if (known.endsWith(".*")) {
      String stem = known.substring(0, known.length() - 1);
      boolean isOfStem = folded.startsWith(stem) || folded.startsWith(stem.replace('.', '_'));
      // What follows is a name of the user, whose case matters.
      return isOfStem && folded.length() > stem.length()
          ? stem + key.substring(stem.length())
          : null;
    }
    return folded.equals(known) || folded.equals(known.replace('.', '_')) ? known : null;
  }

  /** What stands behind the name of one of {@code owners} in a key, or null if none is there. */
  static @Nullable String withoutPrefix(String key, List<String> owners) {
    String folded = key.toLowerCase(Locale.ROOT);
    for (String owner : owners) {
      boolean isOwned =
          folded.startsWith(owner)
              && folded.length() > owner.length()
              && (folded.charAt(owner.length()) == '.' || folded.charAt(owner.length()) == '_');
      if (isOwned) {
        return key.substring(owner.length() + 1);
      }
    }
    return null;
  }
}
