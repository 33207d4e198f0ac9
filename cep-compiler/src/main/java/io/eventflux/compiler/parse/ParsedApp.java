package io.eventflux.compiler.parse;

import io.eventflux.query.ast.App;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.text.SourceText;
import java.util.List;

/**
 * What the first stage knows of a text.
 *
 * @param app the statements that could be read; one that could not is a {@link
 *     io.eventflux.query.ast.Statement.Omitted}
 * @param source the text as the user wrote it; all spans are places in it
 * @param diagnostics errors and warnings in text order
 */
public record ParsedApp(App app, SourceText source, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public ParsedApp {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Whether the text cannot be deployed. The statements that could be read are worth binding all
   * the same, to report the other errors of the text with these.
   *
   * @return true if there is an error
   */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
