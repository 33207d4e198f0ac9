package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/**
 * {@code @name(key = 'value', @nested(...))} in front of an app, a definition or a query.
 *
 * @param name the name as written, with its parts joined by a colon or a dot: {@code app:name},
 *     {@code info}
 * @param options the values, with or without key, in text order
 * @param nested the annotations inside the parentheses, in text order
 * @param span from the {@code @} to the closing parenthesis
 */
public record Annotation(Name name, List<Option> options, List<Annotation> nested, Span span)
    implements Node {
  /** Copies the lists. */
  public Annotation {
    options = List.copyOf(options);
    nested = List.copyOf(nested);
  }

  /**
   * Whether this is the annotation of that name; case does not matter.
   *
   * @param wanted the name, parts joined by a colon
   * @return true if the name is that one
   */
  public boolean is(String wanted) {
    return name.is(wanted);
  }
}
