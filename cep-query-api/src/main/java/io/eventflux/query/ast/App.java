package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import java.util.Locale;

/**
 * One deployed text: all definitions, queries and start-up statements together.
 *
 * @param annotations the {@code @app} annotations, wherever they stood
 * @param statements everything else, in text order
 * @param span the whole text
 */
public record App(List<Annotation> annotations, List<Statement> statements, Span span)
    implements Node {
  /** Copies the lists and checks the annotations. */
  public App {
    annotations = List.copyOf(annotations);
    statements = List.copyOf(statements);
    Require.that(
        annotations.stream()
            .map(each -> each.name().text().toLowerCase(Locale.ROOT))
            .allMatch(name -> name.matches("app([:.].*)?")),
        "an annotation of an app is called app, or starts with app:");
  }
}
