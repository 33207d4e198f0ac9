package io.eventflux.query.catalog;

import java.util.List;

/** A format of events, for any connector. */
public record FormatDescriptor(
    String name, List<String> aliases, List<Option> options, String summary) implements Descriptor {
  /** Copies the lists. */
  public FormatDescriptor {
    aliases = List.copyOf(aliases);
    options = List.copyOf(options);
  }
}
