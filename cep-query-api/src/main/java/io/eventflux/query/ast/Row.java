package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/**
 * One row of {@code VALUES}.
 *
 * @param values in text order, at least one
 * @param span where it stands
 */
public record Row(List<Expression> values, Span span) implements Node {
  /** Copies the list and checks that it holds what it must. */
  public Row {
    values = Require.some(values, "a row has at least one value");
  }
}
