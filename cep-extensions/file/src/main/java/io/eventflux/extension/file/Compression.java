package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.query.catalog.Option;
import java.util.List;
import java.util.Locale;

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
   * The choice that the options make for {@code path}.
   *
   * @throws IllegalArgumentException if they name an unknown one
   */
  static Compression of(ConnectorOptions options, String path) {
    String word = options.text(OPTION.key(), "auto").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "auto" -> path.toLowerCase(Locale.ROOT).endsWith(".gz") ? GZIP : NONE;
      case "gzip" -> GZIP;
      case "none" -> NONE;
      default ->
          throw new IllegalArgumentException(
              "option 'compression' must be auto, none or gzip, not '" + word + "'");
    };
  }
}
