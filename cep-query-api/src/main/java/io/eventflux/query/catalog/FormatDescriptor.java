package io.eventflux.query.catalog;

import java.util.List;

/**
 * A format of events, for any connector.
 *
 * @param examples definitions
 */
public record FormatDescriptor(
    String name,
    List<String> aliases,
    List<Option> options,
    Availability availability,
    String summary,
    List<Example> examples)
    implements Descriptor {
  /** Copies the lists. */
  public FormatDescriptor {
    aliases = List.copyOf(aliases);
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visitFormat(this);
  }

  @Override
  public List<String> forms() {
    return List.of();
  }
}
