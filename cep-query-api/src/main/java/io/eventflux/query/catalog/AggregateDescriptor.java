package io.eventflux.query.catalog;

import java.util.List;

/**
 * An aggregate function.
 *
 * @param signatures the overloads; no parameters means {@code f()} and {@code f(*)}
 * @param retractable whether it can go back over a sliding window
 */
public record AggregateDescriptor(
    String name,
    List<String> aliases,
    List<FunctionDescriptor.Signature> signatures,
    boolean retractable,
    String summary)
    implements Descriptor {
  /** Copies the lists. */
  public AggregateDescriptor {
    aliases = List.copyOf(aliases);
    signatures = List.copyOf(signatures);
  }
}
