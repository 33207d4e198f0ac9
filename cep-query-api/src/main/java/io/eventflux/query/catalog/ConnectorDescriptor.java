package io.eventflux.query.catalog;

import java.util.List;

/**
 * A source or a sink.
 *
 * @param role which of the two
 * @param needsFormat whether a format must be named; without one rows pass through as they are
 * @param replayable a source that can repeat rows from a position; a sink: always false
 */
public record ConnectorDescriptor(
    String name,
    List<String> aliases,
    Role role,
    List<Option> options,
    boolean needsFormat,
    boolean replayable,
    String summary)
    implements Descriptor {
  /** Copies the lists. */
  public ConnectorDescriptor {
    aliases = List.copyOf(aliases);
    options = List.copyOf(options);
  }

  /** The direction. */
  public enum Role {
    /** Feeds a stream. */
    SOURCE,
    /** Drains a stream. */
    SINK
  }
}
