package io.eventflux.extension.file;

import io.eventflux.query.catalog.Option;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the bytes of a file are packed. */
enum Compression {
  /** As they are. */
  NONE,
  /** gzip, RFC 1952; several members in a row count as one. */
  GZIP;

  /** The option that chooses. */
  static final Option OPTION =
      new Option(
          "compression",
          Option.Kind.CHOICE,
          false,
          "auto",
          List.of("auto", "none", "gzip"),
          "How the file is packed; 'auto' takes gzip for a path that ends in .gz.");

  /**
   * The choice for {@code path}.
   *
   * @param word one of the words of {@link #OPTION}; null is 'auto'
   */
  static Compression of(@Nullable String word, String path) {
    return switch (word == null ? "auto" : word.toLowerCase(Locale.ROOT)) {
      case "none" -> NONE;
      case "gzip" -> GZIP;
      default -> path.toLowerCase(Locale.ROOT).endsWith(".gz") ? GZIP : NONE;
    };
  }
}
