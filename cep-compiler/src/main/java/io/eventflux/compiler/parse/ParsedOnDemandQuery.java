package io.eventflux.compiler.parse;

import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.text.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the first stage knows of a text that is executed once.
 *
 * @param query the tree; null if there is an error
 * @param source the text as the user wrote it; all spans are places in it
 * @param diagnostics errors and warnings in text order
 */
public record ParsedOnDemandQuery(
    @Nullable OnDemandQuery query, SourceText source, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public ParsedOnDemandQuery {
    diagnostics = List.copyOf(diagnostics);
  }
}
