package io.eventflux.query.catalog;

import io.eventflux.query.type.Type;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A scalar function.
 *
 * @param theme the heading it stands under in the reference, as {@code Times}
 * @param deterministic whether equal arguments always give equal results, so that constant calls
 *     may be folded
 * @param nullRule what a NULL argument does
 * @param examples expressions with their results, as {@code upper('ab')} and {@code 'AB'}
 */
public record FunctionDescriptor(
    String name,
    String theme,
    List<String> aliases,
    List<Signature> signatures,
    boolean deterministic,
    NullRule nullRule,
    Availability availability,
    String summary,
    List<Example> examples)
    implements Descriptor {
  /** Copies the lists. */
  public FunctionDescriptor {
    aliases = List.copyOf(aliases);
    signatures = List.copyOf(signatures);
    examples = List.copyOf(examples);
  }

  /** The same function with other overloads. */
  public FunctionDescriptor withSignatures(List<Signature> changed) {
    return new FunctionDescriptor(
        name, theme, aliases, changed, deterministic, nullRule, availability, summary, examples);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visitFunction(this);
  }

  @Override
  public List<String> forms() {
    return forms(name, signatures);
  }

  static List<String> forms(String name, List<Signature> signatures) {
    return signatures.stream()
        .map(
            each ->
                name
                    + each.parameters().stream()
                        .map(Type::sqlName)
                        .collect(Collectors.joining(", ", "(", each.variadic() ? ", ...)" : ")"))
                    + " "
                    + each.returns().sqlName())
        .distinct()
        .toList();
  }

  /**
   * One overload.
   *
   * @param variadic whether the last parameter may be repeated, one or more times
   */
  public record Signature(List<Type> parameters, boolean variadic, Type returns) {
    /** Copies the list. */
    public Signature {
      parameters = List.copyOf(parameters);
    }
  }

  /** An expression and the literal it evaluates to. */
  public record Example(String expression, String result) {}
}
