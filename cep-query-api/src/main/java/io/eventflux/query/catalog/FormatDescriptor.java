package io.eventflux.query.catalog;

import java.util.List;

/**
 * A format of events, for any connector.
 *
 * @param examples definitions
 * @param rule judges its options together
 */
public record FormatDescriptor(
    String name,
    List<String> aliases,
    List<Option> options,
    Availability availability,
    String summary,
    List<Example> examples,
    OptionsRule rule)
    implements Descriptor {
  /** Copies the lists. */
  public FormatDescriptor {
    aliases = List.copyOf(aliases);
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }

  /** A format whose options do not depend on each other or on the columns of the stream. */
  public FormatDescriptor(
      String name,
      List<String> aliases,
      List<Option> options,
      Availability availability,
      String summary,
      List<Example> examples) {
    this(name, aliases, options, availability, summary, examples, OptionsRule.NONE);
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
