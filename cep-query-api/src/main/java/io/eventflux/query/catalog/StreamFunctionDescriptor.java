package io.eventflux.query.catalog;

import java.util.List;

/**
 * A function of a stream, written {@code S#name(..)}: it passes, changes, multiplies or holds rows.
 *
 * @param signatures the accepted parameter lists
 * @param adds the columns it adds, as {@code token string}
 */
public record StreamFunctionDescriptor(
    String name,
    List<String> aliases,
    List<List<WindowDescriptor.Parameter>> signatures,
    List<String> adds,
    Availability availability,
    String summary,
    List<Example> examples)
    implements Descriptor {
  /** Copies the lists. */
  public StreamFunctionDescriptor {
    aliases = List.copyOf(aliases);
    signatures = signatures.stream().map(List::copyOf).toList();
    adds = List.copyOf(adds);
    examples = List.copyOf(examples);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visitStreamFunction(this);
  }

  @Override
  public List<String> forms() {
    return WindowDescriptor.forms("#" + name, signatures);
  }
}
