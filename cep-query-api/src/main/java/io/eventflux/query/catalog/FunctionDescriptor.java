package io.eventflux.query.catalog;

import io.eventflux.query.type.Type;
import java.util.List;

/**
 * A scalar function.
 *
 * @param deterministic whether equal arguments always give equal results, so that constant calls
 *     may be folded
 * @param examples expressions with their results, as {@code upper('ab')} and {@code 'AB'}
 */
public record FunctionDescriptor(
    String name,
    List<String> aliases,
    List<Signature> signatures,
    boolean deterministic,
    String summary,
    List<Example> examples)
    implements Descriptor {
  /** Copies the lists. */
  public FunctionDescriptor {
    aliases = List.copyOf(aliases);
    signatures = List.copyOf(signatures);
    examples = List.copyOf(examples);
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
