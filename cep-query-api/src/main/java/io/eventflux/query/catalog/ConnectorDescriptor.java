package io.eventflux.query.catalog;

import java.util.List;

/**
 * A source, a sink, or a store of tables.
 *
 * @param role which of them
 * @param needsFormat whether a format must be named; without one rows pass through as they are
 * @param replayable a source that can repeat rows from a position; others: always false
 * @param transactional a sink whose rows become visible with a checkpoint, so that each is seen
 *     exactly once; others: always false
 * @param examples definitions
 * @param rule judges its options together
 */
public record ConnectorDescriptor(
    String name,
    List<String> aliases,
    Role role,
    List<Option> options,
    boolean needsFormat,
    boolean replayable,
    boolean transactional,
    Availability availability,
    String summary,
    List<Example> examples,
    OptionsRule rule)
    implements Descriptor {
  /** Copies the lists. */
  public ConnectorDescriptor {
    aliases = List.copyOf(aliases);
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }

  /** A connector whose options do not depend on each other or on the columns of the stream. */
  public ConnectorDescriptor(
      String name,
      List<String> aliases,
      Role role,
      List<Option> options,
      boolean needsFormat,
      boolean replayable,
      boolean transactional,
      Availability availability,
      String summary,
      List<Example> examples) {
    this(
        name,
        aliases,
        role,
        options,
        needsFormat,
        replayable,
        transactional,
        availability,
        summary,
        examples,
        OptionsRule.NONE);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visitConnector(this);
  }

  @Override
  public List<String> forms() {
    return List.of();
  }

  /** The direction. */
  public enum Role {
    /** Feeds a stream. */
    SOURCE,
    /** Drains a stream. */
    SINK,
    /** Keeps the rows of a table. */
    STORE
  }
}
