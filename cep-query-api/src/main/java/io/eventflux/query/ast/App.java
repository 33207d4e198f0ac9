package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/**
 * One deployed text: all definitions, queries and start-up statements together.
 *
 * @param annotations the {@code @app} annotations, wherever they stood
 * @param statements everything else, in text order
 * @param span the whole text
 */
public record App(List<Annotation> annotations, List<Statement> statements, Span span)
    implements Node {
  /** Copies the lists. */
  public App {
    annotations = List.copyOf(annotations);
    statements = List.copyOf(statements);
  }
}
