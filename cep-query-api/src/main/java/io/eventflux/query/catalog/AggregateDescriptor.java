package io.eventflux.query.catalog;

import java.util.List;

/**
 * An aggregate function. All of them are deterministic: equal rows in equal order give equal
 * results.
 *
 * @param signatures the overloads; no parameters means {@code f()} and {@code f(*)}
 * @param retractable whether it can go back over a sliding window
 * @param nullRule what a NULL argument does
 * @param examples queries with what they give
 */
public record AggregateDescriptor(
    String name,
    List<String> aliases,
    List<FunctionDescriptor.Signature> signatures,
    boolean retractable,
    NullRule nullRule,
    Availability availability,
    String summary,
    List<Example> examples)
    implements Descriptor {
  /** Copies the lists. */
  public AggregateDescriptor {
    aliases = List.copyOf(aliases);
    signatures = List.copyOf(signatures);
    examples = List.copyOf(examples);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visitAggregate(this);
  }

  @Override
  public List<String> forms() {
    return FunctionDescriptor.forms(name, signatures);
  }
}
