package io.eventflux.query.catalog;

import java.util.List;

/**
 * A window of a stream.
 *
 * @param signatures the accepted parameter lists
 * @param sliding whether rows enter and leave one by one, in contrast to a batch window
 */
public record WindowDescriptor(
    String name,
    List<String> aliases,
    List<List<Parameter>> signatures,
    boolean sliding,
    String summary)
    implements Descriptor {
  /** Copies the lists. */
  public WindowDescriptor {
    aliases = List.copyOf(aliases);
    signatures = signatures.stream().map(List::copyOf).toList();
  }

  /** What a parameter takes. */
  public enum Kind {
    /** A whole number that is not negative. */
    COUNT,
    /** A time literal, an interval or milliseconds. */
    DURATION,
    /** A time of day or a number of milliseconds that boundaries are aligned to. */
    START,
    /** TRUE or FALSE. */
    FLAG,
    /** An attribute of the stream. */
    ATTRIBUTE
  }

  /** One parameter. */
  public record Parameter(String name, Kind kind) {}
}
